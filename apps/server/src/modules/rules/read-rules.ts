import type { DraftResponse, RuleFindings, RulesResponse, RuleVersion, StoredRule } from '@traffic/contract';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Db } from '../../platform/database/index.ts';
import { findConflicts, findShadowed, loadRules, type Rule, versionInForce } from '../attribution/index.ts';
import { findDraft } from './draft-repo.ts';

type Stored = Awaited<ReturnType<typeof loadRules>>;

/** The rules in force with what is wrong with them. */
export async function readRules(db: Db): Promise<Omit<z.infer<typeof RulesResponse>, 'success'>> {
  const stored = await loadRules(db, await versionInForce(db));
  return {
    ...(await toRuleSet(db, stored)),
    findings: { ...findingsOf(stored.rules), unused: await unusedRules(db, stored.rules) },
  };
}

/** The draft with its difference to the rules in force; null without one. */
export async function readDraft(db: Db): Promise<z.infer<typeof DraftResponse>['draft']> {
  const draft = await findDraft(db);
  if (draft === null) return null;
  const stored = await loadRules(db, draft.version);
  const inForce = await loadRules(db, await versionInForce(db));
  const ids = new Set(stored.rules.map((rule) => rule.id));
  const before = new Set(inForce.rules.map((rule) => rule.id));
  return {
    ...(await toRuleSet(db, stored)),
    revision: draft.revision,
    note: draft.note,
    added: [...ids].filter((id) => !before.has(id)),
    removed: (await toRuleSet(db, inForce)).rules.filter((rule) => !ids.has(rule.id)),
    findings: findingsOf(stored.rules),
  };
}

/** Every version, newest first. */
export async function listVersions(db: Db): Promise<z.infer<typeof RuleVersion>[]> {
  const rows = await db
    .selectFrom('rule_versions as v')
    .select(['v.version', 'v.state', 'v.applied_at', 'v.applied_by', 'v.note'])
    .select(
      sql<number>`(select count(*)::int from rule_version_rules m where m.version = v.version)`.as('rules'),
    )
    .select(sql<boolean>`exists (select from rules_in_force f where f.version = v.version)`.as('in_force'))
    .orderBy('v.version', 'desc')
    .execute();
  return rows.map((row) => ({
    ...row,
    state: row.state as z.infer<typeof RuleVersion>['state'],
    applied_at: row.applied_at?.toISOString() ?? null,
  }));
}

async function toRuleSet(db: Db, stored: Stored) {
  const teams = await db.selectFrom('traffic_teams').select(['id', 'slug']).execute();
  const slugs = new Map(teams.map((team) => [team.id, team.slug]));
  return {
    version: stored.version,
    rules: stored.rules.map(
      (rule): StoredRule => ({
        id: rule.id,
        team: slugs.get(rule.teamId) ?? '',
        team_name: rule.teamName,
        field: rule.field,
        operator: rule.operator,
        value: rule.value,
        strength: rule.strength,
        valid_from: rule.validFrom?.toISOString() ?? null,
        valid_to: rule.validTo?.toISOString() ?? null,
      }),
    ),
    channel_affixes: stored.channelAffixes,
    owned_utm_sources: stored.ownedUtmSources,
  };
}

function findingsOf(rules: readonly Rule[]): Omit<z.infer<typeof RuleFindings>, 'unused'> {
  return {
    conflicts: findConflicts(rules).map((conflict) => ({
      rule_ids: conflict.rules.map((rule) => rule.id),
      value: conflict.value,
      teams: [...new Set(conflict.rules.map((rule) => rule.teamName))],
    })),
    shadowed: findShadowed(rules).map(({ rule, by }) => ({ rule_id: rule.id, by: by.id })),
  };
}

/** Rules that no sale and no lead stands on now. */
async function unusedRules(db: Db, rules: readonly Rule[]): Promise<number[]> {
  const { rows } = await sql<{ rule_id: number }>`
    select a.rule_id from all_sales_tracking s join attributions a on a.id = s.attribution_id
    where a.rule_id is not null
    union select a.rule_id from traffic_leads l join attributions a on a.id = l.attribution_id
    where a.rule_id is not null`.execute(db);
  const used = new Set(rows.map((row) => row.rule_id));
  return rules.filter((rule) => !used.has(rule.id)).map((rule) => rule.id);
}
