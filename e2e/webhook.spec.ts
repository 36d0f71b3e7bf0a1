import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { type Academy, startAcademy } from './support/academy.ts';
import { hookBody, postHook } from './support/hooks.ts';
import { until } from './support/service.ts';

type Inbox = { deliveries: { id: string; state: string; bytes: number; outcome: string }[] };
type Sale = {
  id: string;
  lead_id: string;
  product_key: string;
  sale_amount: string | null;
  amount_flag: string | null;
};

let academy: Academy;

test.beforeAll(async () => {
  academy = await startAcademy({ historyDays: 0 });
});
test.afterAll(async () => {
  await academy.stop();
});

const now = () => Math.floor(Date.now() / 1000);
const fixture = (name: string) =>
  readFile(new URL(`fixtures/06-etesttask-2025-05-leads-update.${name}`, import.meta.url), 'utf8');

async function saleOf(leadId: number): Promise<Sale> {
  return until(`the sale of ${leadId}`, 15_000, async () => {
    const { sales } = await academy.api<{ sales: Sale[] }>('/api/amocrm/sales-history?preset=7d&limit=500');
    return sales.find((sale) => sale.lead_id === String(leadId)) ?? null;
  });
}

test('a captured request with its real headers is answered 200 and visible in the inbox', async () => {
  const body = (await fixture('form.txt')).trim();
  const headers = Object.fromEntries(
    (await fixture('headers.txt'))
      .trim()
      .split('\n')
      .map((line) => line.split(': ') as [string, string])
      .filter(([name]) => !['content-length', 'accept-encoding'].includes(name)),
  );
  const answer = await fetch(academy.webhookUrl, { method: 'POST', headers, body });
  expect(answer.status).toBe(200);
  const ack = (await answer.json()) as { success: boolean; delivery_id: string };
  expect(ack.success).toBe(true);
  const seen = await until('the delivery', 10_000, async () => {
    const { deliveries } = await academy.api<Inbox>('/api/v1/inbox?limit=10');
    return (
      deliveries.find((delivery) => delivery.id === ack.delivery_id && delivery.state === 'processed') ?? null
    );
  });
  expect(seen.bytes).toBe(Buffer.byteLength(body));
});

test('the same body ten times at once is one sale with one history', async () => {
  const body = hookBody('status', {
    id: 71,
    status_id: 142,
    pipeline_id: 10350882,
    price: 5000,
    updated_at: now(),
  });
  const answers = await Promise.all(Array.from({ length: 10 }, () => postHook(academy.webhookUrl, body)));
  expect(answers.every((answer) => answer.status === 200)).toBe(true);
  const sale = await saleOf(71);
  const { history } = await academy.api<{ history: { kind: string }[] }>(`/api/v1/sales/${sale.id}`);
  expect(history.map((event) => event.kind)).toEqual(['created']);
});

test('a deal of the Flagman pipeline posted to the Express address is a Flagman sale', async () => {
  const url = academy.webhookUrl.replace('sales-webhook', 'funnel-sale');
  const deal = { id: 72, status_id: 142, pipeline_id: 10418746, price: 490000, updated_at: now() };
  expect((await postHook(url, hookBody('status', deal))).status).toBe(200);
  expect(await saleOf(72)).toMatchObject({ product_key: 'flagman', sale_amount: '490000' });
});

test('an empty price is a sale of unknown amount, not of 5,000', async () => {
  const deal = { id: 73, status_id: 142, pipeline_id: 10350882, price: '', updated_at: now() };
  expect((await postHook(academy.webhookUrl, hookBody('status', deal))).status).toBe(200);
  expect(await saleOf(73)).toMatchObject({ sale_amount: null, amount_flag: 'unknown' });
});

test('a wrong secret is refused', async () => {
  expect((await postHook(`${academy.webhookUrl}x`, 'leads[add][0][id]=1')).status).toBe(401);
});
