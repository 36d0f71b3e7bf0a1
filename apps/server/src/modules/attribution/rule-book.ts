import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Schema } from '../../platform/database/index.ts';
import { AppError } from '../../platform/errors.ts';
import { type CompiledRules, compileRules } from './compile-rules.ts';
import type { AdLookup } from './judge-touch.ts';
import { loadKnownAds } from './known-ads.ts';
import type { Rule } from './rule.ts';

/** A rule set compiled once, with the ads Meta has told us of. */
export type RuleBook = { version: number; compiled: CompiledRules; adLookup: AdLookup };

/** A version as it is stored: its rules, oldest first, and its lists. */
export type StoredRules = {
  version: number;
  rules: Rule[];
  channelAffixes: string[];
  ownedUtmSources: string[];
};

/**
 * Reads the rules in force.
 * @throws AppError `unavailable` before any rules exist: nothing may be decided without them
 */
export async function loadRuleBook(db: Kysely<Schema>): Promise<RuleBook> {
  return compileBook(db, await loadRules(db, await versionInForce(db)));
}

/**
 * Compiles a version.
 * @param spend rows of `traffic_stats` with the teams that its ads have under these rules
 */
export async function compileBook(
  db: Kysely<Schema>,
  stored: StoredRules,
  spend?: RawBuilder<unknown>,
): Promise<RuleBook> {
  return {
    version: stored.version,
    compiled: compileRules(stored),
    adLookup: await loadKnownAds(db, spend),
  };
}

/** @throws AppError `unavailable` before any rules exist */
export async function versionInForce(db: Kysely<Schema>): Promise<number> {
  const row = await db.selectFrom('rules_in_force').select('version').executeTakeFirst();
  if (row === undefined) throw new AppError('unavailable', 'Правил ещё нет: импортируйте PRESET');
  return row.version;
}

/** The rules of one version, applied or not. */
export async function loadRules(db: Kysely<Schema>, version: number): Promise<StoredRules> {
  const lists = await db
    .selectFrom('rule_versions')
    .select(['channel_affixes', 'owned_utm_sources'])
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  const { rows } = await sql<Rule>`
    select r.id, r.team_id as "teamId", t.name as "teamName", r.field, r.operator, r.value, r.strength,
      r.valid_from as "validFrom", r.valid_to as "validTo"
    from rule_version_rules v
    join attribution_rules r on r.id = v.rule_id
    join traffic_teams t on t.id = r.team_id
    where v.version = ${version} order by r.id`.execute(db);
  return {
    version,
    rules: rows,
    channelAffixes: lists.channel_affixes,
    ownedUtmSources: lists.owned_utm_sources,
  };
}
