import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { readLogins } from './support/academy.ts';
import { figures, signIn } from './support/pages.ts';
import { freePort, isAlive, type Service, startService, until } from './support/service.ts';

const SALES_COLUMN = 3;

type Demo = { adminApiToken: string; simulatorPort: number };
type Sales = { stats: { total_sales: number } };

let dataDir: string;
let port: number;
let demo: Service;

test.beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'traffic-dashboard-start-'));
  port = await freePort();
});
test.afterAll(async () => {
  await demo.stop('SIGINT');
  await rm(dataDir, { recursive: true, force: true });
});

const url = () => `http://localhost:${port}`;
const secrets = async () => JSON.parse(await readFile(join(dataDir, 'demo.json'), 'utf8')) as Demo;
const postmasterPid = async () =>
  Number((await readFile(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8')).split('\n')[0]);

/** Exactly what a stranger types, on a port and in a folder of its own. */
async function start(): Promise<void> {
  demo = startService('npm', ['start'], { PORT: String(port), DATA_DIR: dataDir });
  await until('npm start', 150_000, async () => {
    if (demo.process.exitCode !== null) throw new Error(demo.output());
    return demo.output().includes('targetologist') ? true : null;
  });
}

async function salesByApi(): Promise<number> {
  const { adminApiToken } = await secrets();
  const answer = await fetch(`${url()}/api/amocrm/sales-history?preset=90d&limit=1`, {
    headers: { authorization: `Bearer ${adminApiToken}` },
  });
  return ((await answer.json()) as Sales).stats.total_sales;
}

test('npm start: sign in, watch a new sale arrive in its team with its Telegram message, stop, start again', async ({
  page,
}) => {
  test.setTimeout(300_000);
  await start();
  expect(demo.output()).toContain(`http://localhost:${port}`);
  await signIn(page, url(), readLogins(demo.output()).admin);

  // The demo makes sales by itself; the watched one is ordered, so that we know whose it must be.
  await until('history', 60_000, async () => ((await salesByApi()) > 100 ? true : null));
  await page.waitForTimeout(3_000);
  const { simulatorPort } = await secrets();
  const simulator = `http://127.0.0.1:${simulatorPort}/control`;
  const before = Number((await figures(page, 'Traf4', [SALES_COLUMN]))[0]);
  const order = await fetch(`${simulator}/sales`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      team: 'traf4',
      product: 'express',
      amount: 5000,
      utm: { utm_source: 'fb_traf4' },
    }),
  });
  expect(order.ok).toBe(true);
  await expect(async () => {
    expect(Number((await figures(page, 'Traf4', [SALES_COLUMN]))[0])).toBeGreaterThan(before);
  }).toPass({ timeout: 60_000 });
  await until('the Telegram message', 60_000, async () => {
    const messages = await (await fetch(`${simulator}/telegram/messages`)).text();
    return messages.includes('Таргетолог: Traf4') ? true : null;
  });

  const kept = await salesByApi();
  const postgres = await postmasterPid();
  expect(isAlive(postgres)).toBe(true);
  expect(await demo.stop('SIGINT')).toBe(0);
  await until('nothing is left running', 10_000, async () => {
    const answers = await fetch(simulator).then(
      () => true,
      () => false,
    );
    return !isAlive(postgres) && !answers ? true : null;
  });

  await start();
  expect(await salesByApi()).toBeGreaterThanOrEqual(kept);
  expect(await demo.stop('SIGINT')).toBe(0);
});
