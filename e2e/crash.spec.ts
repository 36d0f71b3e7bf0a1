import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { type Academy, startAcademy } from './support/academy.ts';
import { hookBody, postHook } from './support/hooks.ts';
import { until } from './support/service.ts';

const ROUNDS = 10;
const HOOKS_PER_SECOND = 50;
const FIRST_DEAL = 60_000_000;

type Inbox = { deliveries: { state: string }[]; next_cursor: string | null };
type Sales = { sales: { lead_id: string }[]; next_cursor: string | null; stats: { total_sales: number } };

let academy: Academy;

test.beforeAll(async () => {
  academy = await startAcademy({ historyDays: 0 });
});
test.afterAll(async () => {
  await academy.stop();
});

/** Hooks at an even pace until told to stop; resolves to the deals whose hook was answered 2xx. */
async function load(firstDeal: number, stop: AbortSignal): Promise<number[]> {
  const acknowledged: number[] = [];
  const sent: Promise<void>[] = [];
  for (let id = firstDeal; !stop.aborted; id += 1) {
    const updated_at = Math.floor(Date.now() / 1000);
    const body = hookBody('status', { id, status_id: 142, pipeline_id: 10350882, price: 5000, updated_at });
    sent.push(
      postHook(academy.webhookUrl, body).then(
        (answer) => {
          if (answer.ok) acknowledged.push(id);
        },
        () => undefined,
      ),
    );
    await sleep(1000 / HOOKS_PER_SECOND);
  }
  await Promise.all(sent);
  return acknowledged;
}

async function ledger(): Promise<string[]> {
  const leadIds: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: Sales = await academy.api<Sales>(
      `/api/amocrm/sales-history?preset=7d&limit=500${cursor === '' ? '' : `&cursor=${cursor}`}`,
    );
    leadIds.push(...page.sales.map((sale) => sale.lead_id));
    cursor = page.next_cursor;
  }
  return leadIds;
}

test('kill -9 at a random moment under 50 hooks/s, ten times: every acknowledged hook is one sale', async () => {
  test.setTimeout(240_000);
  const acknowledged: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const stop = new AbortController();
    const loading = load(FIRST_DEAL + round * 10_000, stop.signal);
    await sleep(400 + Math.random() * 2_000);
    await academy.server().stop('SIGKILL');
    stop.abort();
    acknowledged.push(...(await loading));
    await academy.restart();
  }
  await until('an empty inbox', 60_000, async () => {
    const { deliveries } = await academy.api<Inbox>('/api/v1/inbox?state=pending&limit=1');
    return deliveries.length === 0 ? true : null;
  });
  const sold = await ledger();
  test.info().annotations.push({
    type: 'measured',
    description: `${acknowledged.length} hooks acknowledged, ${sold.length} sales`,
  });
  expect(acknowledged.length).toBeGreaterThan(100);
  expect(new Set(sold).size).toBe(sold.length);
  const inLedger = new Set(sold);
  expect(acknowledged.filter((id) => !inLedger.has(String(id)))).toEqual([]);
  const { deliveries: failed } = await academy.api<Inbox>('/api/v1/inbox?state=failed');
  expect(failed).toEqual([]);
});
