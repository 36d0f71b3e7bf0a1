/**
 * The night's reading on a big school: 20 ad accounts with 5 million days of ads over three years, each account's last 29
 * days replaced by what Meta says now. Meta is a function in this process; the code and the database are the real ones.
 *
 * `node bench/meta-window.ts [rows]`; with DATABASE_URL on that server, else on an embedded one with fsync on.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { AdDay, MetaClient } from '../apps/server/src/integrations/meta/index.ts';
import { rememberRules } from '../apps/server/src/modules/attribution/index.ts';
import { importPresetOnce } from '../apps/server/src/modules/settings/index.ts';
import { syncSpend } from '../apps/server/src/modules/spend/index.ts';
import { addDays } from '../apps/server/src/platform/business-day.ts';
import {
  connectDatabase,
  migrate,
  startEmbeddedPostgres,
} from '../apps/server/src/platform/database/index.ts';
import { createLogger } from '../apps/server/src/platform/log.ts';
import { PRESET } from './big/open.ts';

const ACCOUNTS = 20;
const DAYS = 1_095;
const WINDOW_DAYS = 29;
const TODAY = '2026-11-20';
const NOW = new Date('2026-11-20T09:00:00Z');
const rows = Number(process.argv[2] ?? 5_000_000);
const ads = Math.round(rows / ACCOUNTS / DAYS);

const log = createLogger({ level: 'silent', name: 'bench' });
const clock = { now: () => NOW };
const folder = await mkdtemp(join(tmpdir(), 'traffic-dashboard-bench-'));
const settings = { shared_buffers: '512MB', max_wal_size: '4GB' };
const embedded = process.env.DATABASE_URL
  ? null
  : await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), log, settings });
const url = embedded?.url ?? process.env.DATABASE_URL ?? '';
await migrate(url);
const { db, close } = connectDatabase({ url, maxConnections: 4, applicationName: 'bench' });
await importPresetOnce(db, PRESET, NOW);

await seed();
const before = process.memoryUsage().rss;
const rules = rememberRules(db, 60_000, () => undefined);
const deps = { db, clock, log, rules, meta: meta('10.01') };
await measure('first night: every figure is another', deps);
await measure('second night: nothing has changed', deps);
await measure('an hour: 2 days of each account', { ...deps, meta: meta('10.02') }, 2);
await close();
await embedded?.stop();
await rm(folder, { recursive: true, force: true });

async function seed(): Promise<void> {
  const startedAt = performance.now();
  await sql`delete from ad_account_teams`.execute(db);
  await sql`delete from ad_accounts`.execute(db);
  await sql`insert into ad_accounts (account_id, currency, timezone_name, synced_at, restated_at, read_from)
    select 'act_' || n, 'USD', 'Asia/Almaty', ${NOW}, ${NOW}, ${addDays(TODAY, 1 - DAYS)}::date
    from generate_series(1, ${ACCOUNTS}::int) n`.execute(db);
  await sql`insert into exchange_rates (currency, rate_date, rate, source, published_on, fetched_at)
    select 'USD', ${TODAY}::date - n, 505.16, 'nbk', ${TODAY}::date - n, ${NOW} from generate_series(0, ${DAYS}::int) n`.execute(
    db,
  );
  // The marks of reports that would have to be made again are not what is measured.
  await sql`alter table traffic_stats disable trigger user`.execute(db);
  for (let account = 1; account <= ACCOUNTS; account += 1)
    await sql`
      insert into traffic_stats (account_id, ad_id, day, ad_name, adset_id, adset_name, campaign_id, campaign_name, spend,
        currency, spend_kzt, rate, rate_date, impressions, clicks, leads, basis, synced_at)
      select ${`act_${account}`}, ${`12021${account}`} || lpad(ad::text, 11, '0'), ${TODAY}::date - d, 'Muha_' || ad || '_video_mentor',
        'set' || ad / 5, 'broad 18-45', 'campaign' || ad / 20, 'Muha | ProfTest | KZ', 10, 'USD', 5051.60, 505.16,
        ${TODAY}::date - d, 3000, 50, 2, 'no_rule', ${NOW}
      from generate_series(0, ${DAYS - 1}::int) d, generate_series(1, ${ads}::int) ad`.execute(db);
  await sql`alter table traffic_stats enable trigger user`.execute(db);
  await sql`vacuum (analyze) traffic_stats`.execute(db);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  console.log(
    `${(ACCOUNTS * DAYS * ads).toLocaleString('en')} days of ads in ${ACCOUNTS} accounts, made in ${seconds} s`,
  );
}

/** Meta with `ads` ads that deliver every day at this spend. */
function meta(spend: string): MetaClient {
  return {
    adAccounts: async () => ({ accounts: [], refused: [] }),
    campaigns: async () => [],
    async *adDays({ accountId, since, until }) {
      const number = accountId.slice('act_'.length);
      for (let day = since; day <= until; day = addDays(day, 1))
        yield Array.from({ length: ads }, (_, index) => adDay(number, index + 1, day, spend));
    },
    async *accountDays() {
      yield [];
    },
    debugToken: () => Promise.reject(new Error('not asked')),
  };
}

function adDay(account: string, ad: number, day: string, spend: string): AdDay {
  return {
    ...{ day, adId: `12021${account}${String(ad).padStart(11, '0')}`, adName: `Muha_${ad}_video_mentor` },
    ...{
      adsetId: `set${Math.floor(ad / 5)}`,
      adsetName: 'broad 18-45',
      campaignId: `campaign${Math.floor(ad / 20)}`,
    },
    ...{ campaignName: 'Muha | ProfTest | KZ', spend, currency: 'USD' },
    ...{ impressions: '3000', clicks: '50', leads: '2', purchases: null },
  };
}

async function measure(
  what: string,
  deps: Parameters<typeof syncSpend>[0],
  days = WINDOW_DAYS,
): Promise<void> {
  const scans = await wholeScans();
  const startedAt = performance.now();
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 20);
  const { status, accounts } = await syncSpend(deps, { days });
  clearInterval(watch);
  const seconds = (performance.now() - startedAt) / 1000;
  const written = accounts.reduce((sum, account) => sum + (account.status === 'ok' ? account.rows : 0), 0);
  const megabytes = (bytes: number) => (bytes / 2 ** 20).toFixed(0);
  console.log(
    `${what}: ${status}, ${written.toLocaleString('en')} rows in ${seconds.toFixed(1)} s, peak memory ${megabytes(peak)} MB ` +
      `(${megabytes(before)} before), whole scans of the table: ${(await wholeScans()) - scans}`,
  );
}

async function wholeScans(): Promise<number> {
  // What a session counted reaches the view within a second or so.
  await new Promise((done) => setTimeout(done, 1_500));
  const { rows: counted } = await sql<{ scans: number }>`
    select seq_scan::int as scans from pg_stat_user_tables where relname = 'traffic_stats'`.execute(db);
  return counted[0]?.scans ?? 0;
}
