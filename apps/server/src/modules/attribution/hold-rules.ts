import { type Kysely, sql } from 'kysely';
import type { Schema } from '../../platform/database/index.ts';
import { loadRuleBook, type RuleBook, versionInForce } from './rule-book.ts';

const LOCK = sql`hashtextextended('rules-in-force', 0)`;

/**
 * Keeps the rules as they are until the caller's transaction ends, and says which they are: every
 * transaction that stores a decision begins with this. A switch to another version waits for it, and then
 * sees what it stored; so no decision by the old rules can come after the switch.
 *
 * Call it before any row of sales, leads or spend is locked: the switch takes this lock first, too.
 *
 * @param remembered a book read earlier: it is returned when it is still the one in force
 */
export async function holdRules(trx: Kysely<Schema>, remembered: RuleBook): Promise<RuleBook> {
  await sql`select pg_advisory_xact_lock_shared(${LOCK})`.execute(trx);
  // A statement of its own: the one that waited for the lock would still see the rules before the switch.
  const version = await versionInForce(trx);
  return version === remembered.version ? remembered : loadRuleBook(trx);
}

/** Waits for every transaction that holds the rules, and keeps new ones out until the caller's ends. */
export async function lockRules(trx: Kysely<Schema>): Promise<void> {
  await sql`select pg_advisory_xact_lock(${LOCK})`.execute(trx);
}
