import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ADMIN_TOKEN, createTestServer, leadHook, type TestServer } from '../../testing/running-server.ts';

const NOW = new Date('2026-11-20T09:00:00Z');
const ACCOUNT = 'act_964264512447589';

let server: TestServer;
beforeEach(async () => {
  server = await createTestServer({ now: () => NOW });
  const { db } = server.context;
  await sql`update ad_accounts set synced_at = ${NOW}`.execute(db);
  await spend('2026-11-19', '5000');
});
afterEach(() => server.close());

async function spend(day: string, kzt: string | null): Promise<void> {
  await sql`
    insert into traffic_stats (account_id, ad_id, day, spend, currency, spend_kzt, team_id, basis, synced_at, campaign_id)
    values (${ACCOUNT}, '1', ${day}, 10, 'USD', ${kzt}, 1, 'ad_account', ${NOW}, 'c1')`.execute(
    server.context.db,
  );
}

type Incomplete = { source: string; since: string | null; metrics: string[] };
type Report = {
  incomplete: Incomplete[];
  teams: { team: { slug: string } | null; incomplete: string[] }[];
  total: Record<string, unknown>;
};

async function report(query: string, path = 'overview'): Promise<Report> {
  const { status, body } = await server.get(`/api/v1/${path}?${query}`);
  expect(status).toBe(200);
  return body as Report;
}
/** What an exported file has under a heading, row by row. */
async function cells(query: string, heading: string): Promise<(string | undefined)[]> {
  const url = `/api/v1/export.csv?${query}`;
  const { body } = await server.app.inject({ url, headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
  const [head = [], ...rows] = body
    .slice(1)
    .trim()
    .split('\n')
    .map((line) => line.trim().split(','));
  const column = head.findIndex((name) => name.startsWith(heading));
  expect(column, heading).toBeGreaterThan(0);
  return rows.map((row) => row[column]);
}
/** The headings of an exported file. */
async function exported(query: string): Promise<string[]> {
  const url = `/api/v1/export.csv?${query}`;
  const { body } = await server.app.inject({ url, headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
  return (body.slice(1).split('\n')[0] ?? '').split(',');
}
const PERIOD = 'start=2026-11-14&end=2026-11-20';
const ENDPOINTS = ['overview', 'trend', 'funnel', 'cohorts', 'ads', 'utm', 'leads', 'sales'];

describe('incomplete sources are marked where the numbers are', () => {
  it('a failing Meta account marks spend and what stands on it, with since when, in every report', async () => {
    const since = new Date('2026-11-20T03:00:00Z');
    await sql`update ad_accounts set synced_at = ${since}, failed_since = ${NOW}, failure = 'token' where account_id = ${ACCOUNT}`.execute(
      server.context.db,
    );
    for (const endpoint of ENDPOINTS) {
      const { incomplete } = await report(PERIOD, endpoint);
      const meta = incomplete.find((one) => one.source === 'meta');
      expect(meta?.since, endpoint).toBe(since.toISOString());
      expect(meta?.metrics).toEqual(
        expect.arrayContaining(['spend', 'clicks', 'cpl', 'cpa', 'roas', 'roi', 'drr']),
      );
      expect(meta?.metrics).not.toContain('revenue');
    }
    const { teams, total } = await report(PERIOD);
    expect(teams.find((row) => row.team?.slug === 'kenesary')?.incomplete).toContain('meta');
    expect(teams.find((row) => row.team?.slug === 'arystan')?.incomplete).not.toContain('meta');
    expect(total.spend).toBe('5000.00');
  });

  it('a period that ended before the trouble began is complete', async () => {
    await sql`update ad_accounts set synced_at = '2026-11-20T03:00:00Z', failed_since = ${NOW} where account_id = ${ACCOUNT}`.execute(
      server.context.db,
    );
    const { incomplete, teams } = await report('start=2026-11-10&end=2026-11-15');
    expect(incomplete.filter((one) => one.source === 'meta')).toEqual([]);
    expect(teams.flatMap((row) => row.incomplete)).not.toContain('meta');
  });

  it('a day without a rate: spend is not zero but unknown, and rates are marked from that day', async () => {
    await spend('2026-11-18', null);
    const { incomplete, total } = await report('date=2026-11-18');
    expect(total).toMatchObject({ spend: null, roas: null, spend_unconverted: 1 });
    expect(incomplete.find((one) => one.source === 'rates')?.since).toContain('2026-11-18');
  });

  it('Meta that never delivered leaves spend unknown, not zero', async () => {
    await sql`delete from traffic_stats`.execute(server.context.db);
    await sql`update ad_accounts set synced_at = null`.execute(server.context.db);
    const { total } = await report(PERIOD);
    expect(total).toMatchObject({ spend: null, impressions: null, clicks: null, cpa: null, roas: null });
  });

  it('a landing that never delivered leaves leads unknown in the reports and in the files', async () => {
    const nothing = { leads: null, cpl: null };
    expect((await report(PERIOD)).total).toMatchObject(nothing);
    const tree = (await server.get(`/api/v1/ads?${PERIOD}`)).body;
    expect(tree).toMatchObject({
      rows: [{ id: 'c1', figures: { ...nothing, spend: '5000.00', impressions: 0 } }],
      ...{ rest: { figures: nothing }, unmatched: nothing, total: nothing },
    });
    const pivot = (await server.get(`/api/v1/utm?${PERIOD}`)).body;
    expect(pivot).toMatchObject({ rest: { figures: { leads: null } }, total: { leads: null, sales: 0 } });
    expect(await cells(`report=ads&${PERIOD}`, 'Лиды')).toEqual(['', '', '', '']);
    expect(await cells(`report=utm&${PERIOD}`, 'Лиды')).toEqual(['', '']);
  });

  it('a landing that delivered, and nothing for a campaign, leaves zero leads there', async () => {
    await sql`insert into landing_leads (id, source, created_at) values ('x', 'proftest', ${NOW})`.execute(
      server.context.db,
    );
    expect((await report(PERIOD, 'ads')).total).toMatchObject({ leads: 0, cpl: null });
    expect((await report(PERIOD, 'utm')).total).toMatchObject({ leads: 0 });
  });

  it('Meta that never delivered leaves impressions and clicks unknown in the tree, the funnels and the files', async () => {
    await sql`delete from traffic_stats`.execute(server.context.db);
    await sql`update ad_accounts set synced_at = null`.execute(server.context.db);
    const nothing = { spend: null, impressions: null, clicks: null, ctr: null, cpc: null, cpm: null };
    const tree = (await server.get(`/api/v1/ads?${PERIOD}`)).body;
    expect(tree).toMatchObject({ rest: { figures: nothing }, unmatched: nothing, total: nothing });
    expect(await cells(`report=ads&${PERIOD}`, 'Показы')).toEqual(['', '', '']);
    expect(await cells(`report=ads&${PERIOD}`, 'Клики')).toEqual(['', '', '']);
    const { body: funnel } = await server.get(`/api/v1/funnel?${PERIOD}`);
    expect(funnel).toMatchObject({ spend: null, impressions: null, clicks: null });
    const { stages } = (await server.get(`/api/traffic-dashboard/funnel?${PERIOD}`)).body;
    expect(stages).toMatchObject([
      { metrics: { spend_kzt: null, impressions: null, clicks: null } },
      {},
      {},
      {},
    ]);
  });
});

describe('a CRM comparison that is overdue', () => {
  const env = { AMOCRM_DOMAIN: 'school', AMOCRM_ACCESS_TOKEN: 'not-asked' };
  const READ = new Date('2026-11-20T04:00:00Z');
  const OF_SALES = [
    ...['sales', 'express_purchases', 'flagman_purchases', 'sales_amount_unknown'],
    ...['revenue', 'express_revenue', 'flagman_revenue', 'express_persons', 'flagman_persons'],
    ...['cohort_revenue_30', 'cohort_revenue_90', 'cohort_revenue_180', 'ltv_30', 'ltv_90', 'ltv_180'],
    ...['cpa', 'cpa_express', 'cpa_flagman', 'roas', 'roi', 'drr', 'aov'],
    ...['cr_lead_express', 'cr_express_flagman'],
  ];
  const CRM_ENDPOINTS = [
    ...ENDPOINTS.map((name) => `v1/${name}`),
    ...[
      'amocrm/sales-history',
      'amocrm/sales-stats',
      'traffic-dashboard/funnel',
      'traffic-dashboard/sales/total',
    ],
    ...['traffic-dashboard/leads/total', 'traffic-dashboard/leads/by-funnel', 'v1/models', 'v1/utm/audit'],
    'facebook-ads/insights',
  ];

  /** A school with AmoCRM, one sale, and comparisons as given: [finished, how]. */
  async function school(...runs: [finished: Date, status: 'ok' | 'failed'][]): Promise<void> {
    await server.close();
    server = await createTestServer({ now: () => NOW, env });
    const { db } = server.context;
    await sql`update ad_accounts set synced_at = ${NOW}`.execute(db);
    await sql`insert into landing_leads (id, source, created_at) values ('x', 'proftest', ${NOW})`.execute(
      db,
    );
    await spend('2026-11-19', '5000');
    for (const [finished, status] of runs)
      await sql`insert into sync_runs (kind, started_at, finished_at, status, details)
        values ('amocrm.sync', ${finished}, ${finished}, ${status}, '{"error":"AmoCRM не отвечает"}')`.execute(
        db,
      );
    const sold = Date.parse('2026-11-19T10:00:00Z') / 1000;
    await server.hook(
      leadHook('status', { id: 1, status_id: 142, pipeline_id: 10350882, price: 5000, updated_at: sold }),
    );
    await server.processInbox();
  }
  const amocrm = (of: Report) => of.incomplete.find((one) => one.source === 'amocrm');

  it('marks sales, revenue and all that stands on them in every report, since when, and zeroes none', async () => {
    await school([READ, 'ok']);
    for (const endpoint of CRM_ENDPOINTS) {
      const { status, body } = await server.get(`/api/${endpoint}?${PERIOD}`);
      expect([endpoint, status]).toEqual([endpoint, 200]);
      const found = amocrm(body as Report);
      expect([endpoint, found?.since]).toEqual([endpoint, READ.toISOString()]);
      expect([...(found?.metrics ?? [])].toSorted()).toEqual(OF_SALES.toSorted());
    }
    const { total, teams } = await report(PERIOD);
    expect(total).toMatchObject({ sales: 1, revenue: '5000.00', roas: '1.0000', cpa: '5000.00' });
    expect(teams.map((row) => row.incomplete)).toEqual(teams.map(() => ['amocrm']));
    const stages = (await server.get(`/api/traffic-dashboard/funnel?${PERIOD}`)).body.stages;
    expect(stages).toMatchObject([{ complete: true }, {}, { complete: false }, { complete: false }]);
  });

  it('names source and time in the headings of every exported figure, and in no other', async () => {
    await school([READ, 'ok']);
    for (const endpoint of ENDPOINTS) {
      const { body } = await server.get(`/api/v1/${endpoint}?${PERIOD}`);
      expect(amocrm(body as Report)).toBeDefined();
      const headings = await exported(`report=${endpoint}&${PERIOD}`);
      const marked = headings.filter((heading) => heading.includes('неполно с 2026-11-20 09:00: AmoCRM'));
      // The list of leads says of each how many sales they made.
      expect([endpoint, marked.length > 0]).toEqual([endpoint, true]);
    }
    const headings = await exported(`report=overview&${PERIOD}`);
    const key = (name: string) => headings.find((heading) => heading.startsWith(name));
    expect(key('Выручка')).toBe('Выручка (неполно с 2026-11-20 09:00: AmoCRM)');
    expect(headings.filter((heading) => heading.includes('AmoCRM'))).toHaveLength(OF_SALES.length);
  });

  it('is incomplete since the last good comparison when the newer ones failed', async () => {
    await school([READ, 'ok'], [new Date('2026-11-20T08:00:00Z'), 'failed']);
    expect(amocrm(await report(PERIOD))).toMatchObject({
      since: READ.toISOString(),
      reason: 'AmoCRM не отвечает',
    });
  });

  it('hooks alone, never compared, leave every period incomplete', async () => {
    await school();
    expect(amocrm(await report(PERIOD))).toMatchObject({ since: null, reason: expect.any(String) });
    expect(amocrm(await report('date=2026-01-01'))).toBeDefined();
  });

  it('a period before it, and a comparison in time, are complete', async () => {
    await school([READ, 'ok']);
    expect(amocrm(await report('start=2026-11-10&end=2026-11-18'))).toBeUndefined();
    await school([new Date('2026-11-20T07:00:00Z'), 'ok']);
    expect(amocrm(await report(PERIOD))).toBeUndefined();
  });
});

describe('a day without a rate', () => {
  const rates = async (query: string) =>
    (await report(query)).incomplete.find((one) => one.source === 'rates');
  const rate = (day: string) =>
    sql`insert into exchange_rates (currency, rate_date, rate, source, published_on, fetched_at)
      values ('USD', ${day}, 500, 'nbk', ${day}, ${NOW})`.execute(server.context.db);
  beforeEach(async () => {
    await rate('2026-11-18');
    const sold = Date.parse('2026-11-19T10:00:00Z') / 1000;
    await server.hook(
      leadHook('status', { id: 1, status_id: 142, pipeline_id: 10350882, price: 5000, updated_at: sold }),
    );
    await server.processInbox();
  });

  it('marks revenue in USD from that day, counts the sale beside, and leaves tenge alone', async () => {
    expect(await rates(`${PERIOD}&currency=USD`)).toMatchObject({
      since: '2026-11-19T00:00:00.000Z',
      metrics: expect.arrayContaining(['revenue', 'roas', 'aov', 'ltv_30']),
    });
    const { total, teams } = await report(`${PERIOD}&currency=USD`);
    expect(total).toMatchObject({ sales: 1, sales_amount_unknown: 1 });
    expect(teams.every((row) => row.incomplete.includes('rates'))).toBe(true);
    expect((await rates(PERIOD))?.metrics).not.toContain('revenue');
  });

  it('with the rate known nothing is marked', async () => {
    await rate('2026-11-19');
    expect(await rates(`${PERIOD}&currency=USD`)).toBeUndefined();
    expect((await report(`${PERIOD}&currency=USD`)).total.revenue).toBe('10.00');
  });
});

describe('dates', () => {
  async function lead(id: number, at: string, day: string): Promise<void> {
    const { db } = server.context;
    await sql`insert into people (id) overriding system value values (${id})`.execute(db);
    await sql`
      with receipt as (
        insert into attributions (basis, reason, rule_version, evidence, rejected, decided_at)
        values ('none', 'no_touch', 1, '{}', '[]', now()) returning id
      )
      insert into traffic_leads (source, source_id, person_id, created_at, business_day, attribution_id, is_first)
      select 'landing', ${String(id)}, ${id}, ${at}, ${day}, id, true from receipt`.execute(db);
  }

  it.each([
    ['date=2024-02-29', '2024-02-29', '2024-02-29', 1],
    ['start=2024-02-29&end=2024-03-01', '2024-02-29', '2024-03-01', 2],
    ['preset=7d', '2026-11-14', '2026-11-20', 7],
    ['preset=today', '2026-11-20', '2026-11-20', 1],
    ['date=2026-10-31', '2026-10-31', '2026-10-31', 1],
    ['preset=last_month', '2026-10-01', '2026-10-31', 31],
    ['preset=this_week', '2026-11-16', '2026-11-20', 5],
  ])('%s is %s..%s, %i days', async (query, start, end, days) => {
    const { body } = await server.get(`/api/v1/overview?${query}`);
    expect(body.period).toMatchObject({ start, end, timezone: 'Asia/Almaty' });
    expect(body.days).toHaveLength(days);
  });

  it('leads at 00:00:30 and 23:59:30 of the 25-hour day and of today are in its list and its count', async () => {
    await sql`insert into landing_leads (id, source, created_at) values ('x', 'proftest', ${NOW})`.execute(
      server.context.db,
    );
    // 2024-02-29 in Almaty began at UTC+6 and ended at UTC+5.
    await lead(1, '2024-02-28T18:00:30Z', '2024-02-29');
    await lead(2, '2024-02-29T18:59:30Z', '2024-02-29');
    await lead(3, '2024-02-29T19:00:30Z', '2024-03-01');
    await lead(4, '2026-11-19T19:00:30Z', '2026-11-20');
    await lead(5, '2026-11-20T18:59:30Z', '2026-11-20');
    for (const [query, count] of [
      ['date=2024-02-29', 2],
      ['date=2024-03-01', 1],
      ['preset=today', 2],
    ] as const) {
      const { body } = await server.get(`/api/v1/leads?${query}`);
      expect([body.total, body.leads]).toEqual([count, expect.objectContaining({ length: count })]);
      expect((await report(query)).total.leads).toBe(count);
    }
  });
});
