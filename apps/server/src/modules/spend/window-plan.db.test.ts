import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AdDay } from '../../integrations/meta/index.ts';
import { type Db, inTransaction } from '../../platform/database/index.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import { convertSpend } from './convert-spend.ts';
import { replaceWindow } from './replace-window.ts';
import { spendControl } from './spend-control.ts';

const ACCOUNTS = 20;
const ADS = 10;
const DAYS = 400;
const NOW = new Date('2026-11-20T09:00:00Z');
const WINDOW = { accountId: 'act_7', since: '2026-10-23', until: '2026-11-20' };

let database: TestDatabase;
let db: Db;

/** 80,000 days of ads: enough that reading all of them is the dearest plan. */
beforeAll(async () => {
  database = await createTestDatabase();
  ({ db } = database);
  await sql`insert into ad_accounts (account_id, currency, timezone_name)
    select 'act_' || n, 'USD', 'Asia/Almaty' from generate_series(1, ${ACCOUNTS}::int) n`.execute(db);
  await sql`insert into exchange_rates (currency, rate_date, rate, source, published_on, fetched_at)
    select 'USD', '2026-11-20'::date - n, 500, 'nbk', '2026-11-20'::date - n, ${NOW}
    from generate_series(0, ${DAYS}::int) n`.execute(db);
  await sql`insert into traffic_stats (account_id, ad_id, day, campaign_id, spend, currency, spend_kzt, rate, rate_date, basis, synced_at)
    select 'act_' || a, ad::text, '2026-11-20'::date - d, '1', 10, 'USD', 5000, 500, '2026-11-20'::date - d, 'no_rule', ${NOW}
    from generate_series(1, ${ACCOUNTS}::int) a, generate_series(1, ${ADS}::int) ad, generate_series(0, ${DAYS - 1}::int) d`.execute(
    db,
  );
  await sql`insert into ad_account_days (account_id, day, spend)
    select 'act_' || a, '2026-11-20'::date - d, 100
    from generate_series(1, ${ACCOUNTS}::int) a, generate_series(0, ${DAYS - 1}::int) d`.execute(db);
  await sql`analyze`.execute(db);
});
afterAll(() => database.drop());

/** What a piece of work read of `traffic_stats`, triggers included: whole scans of the table, and rows by indexes. */
async function reads(work: (trx: Db) => Promise<unknown>) {
  return inTransaction(db, async (trx) => {
    await work(trx);
    const { rows } = await sql<{ scans: number; rows: number }>`
      select seq_scan::int as scans, coalesce(idx_tup_fetch, 0)::int as rows
      from pg_stat_xact_user_tables where relname = 'traffic_stats'`.execute(trx);
    return rows[0];
  });
}

function adDay(adId: string, day: string): AdDay & { teamId: null; basis: string } {
  return {
    ...{ day, adId, adName: null, adsetId: null, adsetName: null, campaignId: '1', campaignName: null },
    ...{ spend: '11', currency: 'USD', impressions: null, clicks: null, leads: null, purchases: null },
    ...{ teamId: null, basis: 'no_rule' },
  };
}

describe('of 80,000 days of ads', () => {
  it("replacing an account's 29 days reads no more than a few times those, and never the table", async () => {
    const days = Array.from(
      { length: 29 },
      (_, back) => new Date(Date.UTC(2026, 10, 20 - back)).toISOString().split('T')[0] ?? '',
    );
    const rows = days.flatMap((day) => Array.from({ length: ADS }, (_, ad) => adDay(String(ad + 1), day)));
    const read = await reads((trx) => replaceWindow(trx, WINDOW, rows, NOW));
    expect(read?.scans).toBe(0);
    expect(read?.rows).toBeLessThan(29 * ADS * 6);
  });

  it('converting a day at its new rate reads the rows of that day', async () => {
    await sql`update exchange_rates set rate = 510 where rate_date = '2026-11-02'`.execute(db);
    const read = await reads((trx) => convertSpend(trx, ['2026-11-02']));
    expect(read?.scans).toBe(0);
    expect(read?.rows).toBeLessThan(ACCOUNTS * ADS * 10);
  });

  it('comparing a month with its control totals reads that month', async () => {
    const read = await reads((trx) => spendControl(trx, { from: '2026-10-23', to: '2026-11-20' }));
    expect(read?.scans).toBe(0);
    expect(read?.rows).toBeLessThan(29 * ACCOUNTS * ADS * 3);
  });

  it('the plan of the window is one range of the primary key', async () => {
    const { rows } = await sql<{ 'QUERY PLAN': string }>`
      explain delete from traffic_stats
      where account_id = ${WINDOW.accountId} and day between ${WINDOW.since}::date and ${WINDOW.until}::date`.execute(
      db,
    );
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toMatch(/traffic_stats_pkey/);
    expect(plan).not.toMatch(/Seq Scan/);
  });
});
