/**
 * How many requests a full reading of Meta takes: 20 ad accounts, 28 days, counted by the simulator. The floor is what the pages
 * of the answers make necessary: pages of accounts + sum over accounts of max(1, ceil(rows / limit)). Peers ask each account for
 * each day apart.
 *
 * `node bench/meta-calls.ts`; with DATABASE_URL on that server, else on an embedded one.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { createMetaClient } from '../apps/server/src/integrations/meta/index.ts';
import { rememberRules } from '../apps/server/src/modules/attribution/index.ts';
import { importPresetOnce } from '../apps/server/src/modules/settings/index.ts';
import { discoverAccounts, syncSpend } from '../apps/server/src/modules/spend/index.ts';
import {
  connectDatabase,
  migrate,
  startEmbeddedPostgres,
} from '../apps/server/src/platform/database/index.ts';
import { createLogger } from '../apps/server/src/platform/log.ts';
import { startSimulator } from '../apps/simulator/src/index.ts';
import { PRESET } from './big/open.ts';

const ACCOUNTS = 20;
const DAYS = 28;
const NOW = new Date('2026-11-20T15:00:00Z');
const log = createLogger({ level: 'silent', name: 'bench' });

const folder = await mkdtemp(join(tmpdir(), 'traffic-dashboard-bench-'));
const embedded = process.env.DATABASE_URL
  ? null
  : await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), log });
const url = embedded?.url ?? process.env.DATABASE_URL ?? '';
await migrate(url);
const { db, close } = connectDatabase({ url, maxConnections: 4, applicationName: 'bench' });
await importPresetOnce(db, PRESET, NOW);
await sql`delete from ad_account_teams`.execute(db);
await sql`delete from ad_accounts`.execute(db);

const simulator = await startSimulator({
  ...{ port: 0, preset: await manyTeams(), historyDays: 0, rateLimit: false, variedAccounts: true },
  ...{ anchor: NOW, clock: () => NOW.getTime() },
});
const deps = {
  ...{ db, log, clock: { now: () => NOW }, rules: rememberRules(db, 60_000, () => undefined) },
  meta: createMetaClient({
    ...{ graphUrl: `${simulator.url}/graph`, version: 'v25.0', accessToken: 'sim-meta-token' },
  }),
};
// The first reading of an account covers half a year: what is counted are the readings after it.
await discoverAccounts(db, deps.meta);
await syncSpend(deps, { days: DAYS });
await count('pages of 500 rows (ours)', 500);
await count('pages that Meta cuts to 40 rows', 40);
await simulator.close();
await close();
await embedded?.stop();
await rm(folder, { recursive: true, force: true });

async function count(what: string, limit: number): Promise<void> {
  await simulator.control('POST', '/faults', { meta: limit === 500 ? null : { pageRows: limit } });
  await simulator.control('DELETE', '/calls');
  await discoverAccounts(db, deps.meta);
  const { status, accounts } = await syncSpend(deps, { days: DAYS });
  const calls = (await simulator.control('GET', '/calls')) as Record<string, number>;
  const ours = Object.entries(calls)
    .filter(([route]) => route.includes('/graph/'))
    .reduce((sum, [, times]) => sum + times, 0);
  const rowsOf = accounts.map((account) => (account.status === 'ok' ? account.rows : 0));
  const pages = (rows: number) => Math.max(1, Math.ceil(rows / limit));
  // One page of businesses; two lists of the one business, and the token's own list, of 20 accounts.
  const accountPages = 1 + pages(ACCOUNTS - 1) + 1 + pages(ACCOUNTS);
  const floor = accountPages + rowsOf.reduce((sum, rows) => sum + pages(rows), 0);
  const peers = accountPages + ACCOUNTS * DAYS;
  const rows = rowsOf.reduce((sum, one) => sum + one, 0);
  console.log(
    `${what}: ${status}, ${rows} rows of ${ACCOUNTS} accounts x ${DAYS} days: floor ${floor}, ours ${ours}, one job a day ${peers}`,
  );
}

/** The academy with 20 teams, one ad account each. */
async function manyTeams(): Promise<unknown> {
  const preset = JSON.parse(await readFile(PRESET, 'utf8')) as { teams: object[] };
  const [team] = preset.teams;
  const teams = Array.from({ length: ACCOUNTS }, (_, index) => ({
    ...team,
    ...{ name: `Team ${index}`, slug: `team-${index}`, ad_accounts: [`act_9000000000000${100 + index}`] },
    ...{ utm_sources: [`fb_team${index}`], names: [`team${index}`], words: [] },
  }));
  return { ...preset, teams };
}
