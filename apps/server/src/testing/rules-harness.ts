import { sql } from 'kysely';
import { loadRules, versionInForce } from '../modules/attribution/index.ts';
import { performRuns } from '../modules/rules/perform-runs.ts';
import { readRun } from '../modules/rules/read-runs.ts';
import { requestApply, requestPreview, requestUndo } from '../modules/rules/request-run.ts';
import { saveDraft } from '../modules/rules/save-draft.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/database/index.ts';

const ACTOR = 'user:test';

type Strength = 'exact' | 'name' | 'word' | 'weak';
/** A change of the rules in force: `drop` says which values leave, `add` which rules come. */
export type RuleChange = {
  drop?: readonly string[];
  add?: readonly {
    team: string;
    value: string;
    strength: Strength;
    operator?: 'prefix';
    field?: 'landing_source';
  }[];
};

type Deps = { db: Db; clock: Clock };

/** Begins a draft: the rules in force, changed. Returns its revision. */
export async function draftRules(deps: Deps, change: RuleChange): Promise<number> {
  const { db } = deps;
  const inForce = await loadRules(db, await versionInForce(db));
  const slugs = new Map(
    (await db.selectFrom('traffic_teams').select(['id', 'slug']).execute()).map((team) => [
      team.id,
      team.slug,
    ]),
  );
  const kept = inForce.rules
    .filter((rule) => !change.drop?.includes(rule.value))
    .map(({ teamId, field, operator, value, strength }) => ({
      team: slugs.get(teamId) ?? '',
      field,
      operator,
      value,
      strength,
      valid_from: null,
      valid_to: null,
    }));
  const added = (change.add ?? []).map((rule) => ({
    field: 'utm' as const,
    operator: 'word' as const,
    valid_from: null,
    valid_to: null,
    ...rule,
  }));
  await saveDraft(deps, ACTOR, {
    revision: null,
    note: '',
    rules: [...kept, ...added],
    channel_affixes: inForce.channelAffixes,
    owned_utm_sources: inForce.ownedUtmSources,
  });
  return 1;
}

/** Does what was asked for, as the job would. */
export async function perform(deps: Deps): Promise<void> {
  const counts = await performRuns({ ...deps, report: async () => undefined });
  if (counts.failed > 0) throw new Error('a run of rules failed');
}

/** Asks for the preview of the draft and performs it. */
export async function previewRules(deps: Deps) {
  const id = await requestPreview(deps, ACTOR);
  await perform(deps);
  return readRun(deps.db, id);
}

/** Puts a draft with this change in force. */
export async function applyRules(deps: Deps, change: RuleChange) {
  return applyDraft(deps, await draftRules(deps, change));
}

export async function applyDraft(deps: Deps, revision: number) {
  const id = await requestApply(deps, ACTOR, { revision, note: 'test' });
  await perform(deps);
  return readRun(deps.db, id);
}

/** Takes the version in force back. */
export async function undoRules(deps: Deps): Promise<void> {
  await requestUndo(deps, ACTOR);
  await perform(deps);
}

/** Every attribution as it stands, in one text. */
export async function attributions({ db }: Deps): Promise<string> {
  const { rows } = await sql<{ digest: string }>`
    select concat(
      (select md5(string_agg(concat_ws('|', id, team_id, targetologist, attribution_id), ',' order by id)) from all_sales_tracking),
      (select md5(string_agg(concat_ws('|', id, team_id, attribution_id), ',' order by id)) from traffic_leads),
      (select md5(string_agg(concat_ws('|', account_id, ad_id, day, team_id, basis), ',' order by account_id, ad_id, day)) from traffic_stats)
    ) as digest`.execute(db);
  return rows[0]?.digest ?? '';
}

/** Figures by team, counted from the facts and not from any run. */
export async function figures({ db }: Deps) {
  const { rows } = await sql<{ slug: string; sales: number; revenue: string; leads: number; spend: string }>`
    select coalesce(t.slug, 'none') as slug,
      (select count(*)::int from all_sales_tracking s where s.team_id is not distinct from t.id and s.reversed_at is null) as sales,
      (select coalesce(sum(s.sale_amount), 0)::numeric(20, 2)::text from all_sales_tracking s
        where s.team_id is not distinct from t.id and s.reversed_at is null) as revenue,
      (select count(*)::int from traffic_leads l where l.team_id is not distinct from t.id and l.is_first) as leads,
      (select coalesce(sum(s.spend_kzt), 0)::numeric(20, 2)::text from traffic_stats s where s.team_id is not distinct from t.id) as spend
    from (select id, slug from traffic_teams union all select null, null) t order by 1`.execute(db);
  return rows;
}
