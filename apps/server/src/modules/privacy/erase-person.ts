import type { ErasureResult } from '@traffic/contract';
import { sql } from 'kysely';
import type { Clock } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/database/index.ts';
import { notFound } from '../../platform/errors.ts';
import type { Logger } from '../../platform/log.ts';
import { writeAudit } from '../access/index.ts';
import { eraseReceipts } from '../attribution/index.ts';
import { forgetBodies } from '../inbox/index.ts';
import type { Landing } from '../landing/index.ts';
import { eraseLeads } from '../leads/index.ts';
import { eraseNotices } from '../notifications/index.ts';
import { eraseIdentity, type PersonRecords, recordsOf, type Veil } from '../people/index.ts';
import { eraseDeals } from '../sales/index.ts';
import { eraseLearners } from '../tripwire/index.ts';
import { wordsOf } from './words-of.ts';

type Deps = { db: Db; clock: Clock; log: Logger; veil: () => Promise<Veil>; landing: Landing };

/**
 * Erases a person: every column of `PII_COLUMNS` that may hold them is emptied, hashed or reduced, in one transaction.
 * Sales, money, days and teams stay as they are. It cannot be undone, and doing it again changes nothing.
 *
 * @param actor who does it, as in `actorOf`
 * @param reason why, without personal data: it is kept
 * @throws AppError not_found
 */
export async function erasePerson(
  deps: Deps,
  actor: string,
  personId: string,
  reason: string,
): Promise<ErasureResult> {
  const veil = await deps.veil();
  const { records, counts } = await inTransaction(deps.db, async (trx) => {
    await sql`set local statement_timeout = '10min'`.execute(trx);
    const found = await recordsOf(trx, personId);
    if (found === null) throw notFound('Такого человека нет');
    const erasure = await trx
      .insertInto('erasures')
      .values({ person_id: personId, erased_by: actor, reason, erased_at: deps.clock.now() })
      .returning('id')
      .executeTakeFirstOrThrow();
    const changed = await eraseEverywhere(trx, veil, found, erasure.id, deps.clock.now());
    await trx
      .updateTable('erasures')
      .set({ counts: JSON.stringify(changed) })
      .where('id', '=', erasure.id)
      .execute();
    const details = { reason, counts: changed };
    await writeAudit(trx, deps.clock, { actor, action: 'person.erase', subject: personId, details });
    return { records: found, counts: changed };
  });
  return { counts, landing_database: await eraseAtLanding(deps, records) };
}

/** People before deals, as in every transaction that locks both. */
async function eraseEverywhere(
  trx: Db,
  veil: Veil,
  records: PersonRecords,
  erasureId: string,
  now: Date,
): Promise<Record<string, number>> {
  const { leadIds, dealIds, learnerIds } = records;
  const origins = [...leadIds.map((id) => `lead:${id}`), ...dealIds.map((id) => `deal:${id}`)];
  const identity = await eraseIdentity(trx, veil, records, erasureId);
  const deals = await eraseDeals(trx, dealIds);
  const counts = {
    ...identity,
    ...deals,
    landing_leads: await eraseLeads(trx, leadIds),
    tripwire_users: await eraseLearners(trx, learnerIds),
    attributions: await eraseReceipts(trx, origins),
    notifications: await eraseNotices(trx, { dealIds, leadIds }),
    webhook_deliveries: await forgetBodies(trx, { leadIds: dealIds, words: wordsOf(records.keys) }, now),
  };
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

/** A separate Landing database has the applications too. Its copies of sales follow ours by themselves. */
async function eraseAtLanding(
  { landing, log }: Deps,
  { leadIds }: PersonRecords,
): Promise<ErasureResult['landing_database']> {
  try {
    const separate = await landing.separate();
    if (separate === null) return 'ours';
    await sql`update landing_leads set name = null, phone = null, email = null
      where id::text = any(${leadIds}::text[])`.execute(separate);
    return 'erased';
  } catch (error) {
    log.error({ err: error }, 'the Landing database could not erase a person: erase again when it is back');
    return 'away';
  }
}
