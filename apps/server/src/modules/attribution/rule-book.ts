import type { Kysely } from 'kysely';
import type { Schema } from '../../platform/database/index.ts';
import { AppError } from '../../platform/errors.ts';
import { type CompiledRules, compileRules } from './compile-rules.ts';
import type { AdLookup } from './judge-touch.ts';
import { loadKnownAds } from './known-ads.ts';
import type { Rule } from './rule.ts';

/** The rules in force, compiled once, with the ads Meta has told us of. */
export type RuleBook = { version: number; compiled: CompiledRules; adLookup: AdLookup };

/**
 * Reads the newest applied rule set.
 * @throws AppError `unavailable` before any rules exist: nothing may be decided without them
 */
export async function loadRuleBook(db: Kysely<Schema>): Promise<RuleBook> {
  const version = await db
    .selectFrom('rule_versions')
    .selectAll()
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (version === undefined) throw new AppError('unavailable', 'Правил ещё нет: импортируйте PRESET');
  const rows = await db
    .selectFrom('attribution_rules as r')
    .innerJoin('traffic_teams as t', 't.id', 'r.team_id')
    .selectAll('r')
    .select('t.name as team_name')
    .where('r.version', '=', version.version)
    .orderBy('r.id')
    .execute();
  const rules = rows.map(
    (row): Rule => ({
      id: row.id,
      teamId: row.team_id,
      teamName: row.team_name,
      field: row.field as Rule['field'],
      operator: row.operator as Rule['operator'],
      value: row.value,
      strength: row.strength as Rule['strength'],
      validFrom: row.valid_from,
      validTo: row.valid_to,
    }),
  );
  const compiled = compileRules({
    rules,
    channelAffixes: version.channel_affixes,
    ownedUtmSources: version.owned_utm_sources,
  });
  return { version: version.version, compiled, adLookup: await loadKnownAds(db) };
}
