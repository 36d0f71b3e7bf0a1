import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeHistory } from '../../testing/make-history.ts';
import { createTestServer, type TestServer } from '../../testing/running-server.ts';
import { loadRules, versionInForce } from '../attribution/index.ts';
import { performRuns } from './perform-runs.ts';
import { requestApply, requestPreview, requestUndo } from './request-run.ts';
import { saveDraft } from './save-draft.ts';
import { readRun } from './read-runs.ts';

const ACTOR = 'user:test';
let server: TestServer;

beforeEach(async () => {
  server = await createTestServer({ now: () => new Date('2026-11-20T09:00:00Z') });
});
afterEach(async () => {
  await server.close();
});

const deps = () => ({ db: server.context.db, clock: server.context.clock });

/** The rules in force, changed: `drop` says which values leave, `add` which rules come. */
async function draft(change: {
  drop?: string[];
  add?: { team: string; value: string; strength: 'exact' | 'name' | 'word' | 'weak'; operator?: 'prefix' }[];
}): Promise<number> {
  const { db } = server.context;
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
  await saveDraft(deps(), ACTOR, {
    revision: null,
    note: '',
    rules: [...kept, ...added],
    channel_affixes: inForce.channelAffixes,
    owned_utm_sources: inForce.ownedUtmSources,
  });
  return 1;
}

async function perform(): Promise<void> {
  const counts = await performRuns({ ...deps(), report: async () => undefined });
  expect(counts.failed).toBe(0);
}

async function apply(revision: number) {
  const id = await requestApply(deps(), ACTOR, { revision, note: 'тест' });
  await perform();
  return readRun(server.context.db, id);
}

/** Every attribution as it stands, in one text. */
async function attributions(): Promise<string> {
  const { rows } = await sql<{ digest: string }>`
    select concat(
      (select md5(string_agg(concat_ws('|', id, team_id, targetologist, attribution_id), ',' order by id)) from all_sales_tracking),
      (select md5(string_agg(concat_ws('|', id, team_id, attribution_id), ',' order by id)) from traffic_leads),
      (select md5(string_agg(concat_ws('|', account_id, ad_id, day, team_id, basis), ',' order by account_id, ad_id, day)) from traffic_stats)
    ) as digest`.execute(server.context.db);
  return rows[0]?.digest ?? '';
}

/** Figures by team, counted from the facts and not from any run. */
async function figures() {
  const { rows } = await sql<{ slug: string; sales: number; revenue: string; leads: number; spend: string }>`
    select coalesce(t.slug, 'none') as slug,
      (select count(*)::int from all_sales_tracking s where s.team_id is not distinct from t.id and s.reversed_at is null) as sales,
      (select coalesce(sum(s.sale_amount), 0)::numeric(20, 2)::text from all_sales_tracking s
        where s.team_id is not distinct from t.id and s.reversed_at is null) as revenue,
      (select count(*)::int from traffic_leads l where l.team_id is not distinct from t.id and l.is_first) as leads,
      (select coalesce(sum(s.spend_kzt), 0)::numeric(20, 2)::text from traffic_stats s where s.team_id is not distinct from t.id) as spend
    from (select id, slug from traffic_teams union all select null, null) t order by 1`.execute(
    server.context.db,
  );
  return rows;
}

type Run = Awaited<ReturnType<typeof readRun>>;
const side = (run: Run, which: 'before' | 'after') =>
  (run.summary?.teams ?? [])
    .map((team) => ({
      slug: team.team?.slug ?? 'none',
      sales: team[which].sales,
      revenue: team[which].revenue,
      leads: team[which].leads,
      spend: team[which].spend,
    }))
    .sort((a, b) => (a.slug < b.slug ? -1 : 1));

const CHANGE = {
  drop: ['fb_muha', 'pb_agency', 'proftest'],
  add: [
    { team: 'traf4', value: 'pb_agency', strength: 'word' as const },
    { team: 'arystan', value: 'kz_', strength: 'exact' as const, operator: 'prefix' as const },
    { team: 'muha', value: 'google', strength: 'name' as const },
  ],
};

describe('a change of rules over 50,000 sales', () => {
  it('moves exactly what its preview says, and undo restores every attribution bit for bit', async () => {
    const { db } = server.context;
    await makeHistory(db, { sales: 50_000, leads: 50_000, adDays: 9_000 });
    await apply(await draft({ add: [{ team: 'kenesary', value: 'nothing-has-this', strength: 'name' }] }));
    const before = await attributions();
    const figuresBefore = await figures();

    const revision = await draft(CHANGE);
    const previewId = await requestPreview(deps(), ACTOR);
    await perform();
    const preview = await readRun(db, previewId);
    expect(preview.stale).toBe(false);
    expect(await attributions()).toBe(before);
    expect(side(preview, 'before')).toEqual(figuresBefore);
    expect(preview.summary?.moved.sales).toBeGreaterThan(1000);
    expect(preview.summary?.moved.ad_days).toBeGreaterThan(100);

    const applied = await apply(revision);
    expect(await figures()).toEqual(side(preview, 'after'));
    expect(applied.summary).toEqual(preview.summary);

    await requestUndo(deps(), ACTOR);
    await perform();
    expect(await attributions()).toBe(before);
    expect(await figures()).toEqual(figuresBefore);
  });
});
