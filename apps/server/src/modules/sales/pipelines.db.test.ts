import { afterEach, beforeEach, expect, it } from 'vitest';
import { ADMIN_TOKEN, createTestServer, leadHook, type TestServer } from '../../testing/running-server.ts';
import { retellChangedPipelines } from './retell-deals.ts';

const UNKNOWN = 999_001;
const AT = 1_794_000_000;

let server: TestServer;
beforeEach(async () => {
  server = await createTestServer();
  server.context.jobs.connect({ enqueue: async () => true });
});
afterEach(async () => {
  await server.close();
});

async function sell(
  id: number,
  pipeline_id: number,
  fields: Record<string, string | number> = {},
): Promise<void> {
  await server.hook(
    leadHook('status', { id, pipeline_id, status_id: 142, price: 5000, updated_at: AT, ...fields }),
  );
  await server.processInbox();
}

async function decide(pipelineId: number, decision: object): Promise<number> {
  const answer = await server.app.inject({
    method: 'PUT',
    url: `/api/v1/products/pipelines/${pipelineId}`,
    headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
    payload: decision,
  });
  server.context.academy.forget();
  await retellChangedPipelines(server.context, async () => {});
  return answer.statusCode;
}

const ledger = () =>
  server.context.db
    .selectFrom('all_sales_tracking')
    .select(['product_key', 'kind', 'sale_amount', 'reversal_reason'])
    .orderBy('id')
    .execute();
const row = (
  product_key: string,
  sale_amount: string,
  reversal_reason: string | null = null,
  kind = 'sale',
) => ({
  product_key,
  kind,
  sale_amount,
  reversal_reason,
});

it('lists a pipeline that only deals have told of, to be mapped', async () => {
  await sell(1, UNKNOWN);
  const { body } = await server.get('/api/v1/products');
  expect((body['pipelines'] as object[])[0]).toMatchObject({
    pipeline_id: String(UNKNOWN),
    known: false,
    product_key: null,
    deals: 1,
    sales: 1,
  });
});

it('re-tells the sales of a pipeline when it is mapped, and when it is mapped again', async () => {
  await sell(1, UNKNOWN);
  expect(await ledger()).toEqual([row('other', '5000')]);
  expect(await decide(UNKNOWN, { product_key: 'express' })).toBe(200);
  expect(await ledger()).toEqual([row('express', '5000')]);
  expect(await server.context.db.selectFrom('express_course_sales').select('deal_id').execute()).toHaveLength(
    1,
  );
  await decide(UNKNOWN, { product_key: 'flagman' });
  expect(await ledger()).toEqual([row('flagman', '5000')]);
  expect(await server.context.db.selectFrom('express_course_sales').select('deal_id').execute()).toEqual([]);
});

it('takes the sales of an excluded pipeline out on their own day, and brings them back with it', async () => {
  await sell(1, UNKNOWN);
  await decide(UNKNOWN, { product_key: null, counted: false });
  expect(await ledger()).toEqual([row('other', '5000', 'not_counted')]);
  const days = await server.context.db
    .selectFrom('all_sales_tracking')
    .select(['sale_day', 'reversal_day'])
    .executeTakeFirstOrThrow();
  expect(days.reversal_day).toBe(days.sale_day);
  await sell(2, UNKNOWN);
  expect(await ledger()).toHaveLength(1);
  await decide(UNKNOWN, { product_key: null, counted: true });
  expect(await ledger()).toEqual([row('other', '5000'), row('other', '5000')]);
});

it('finds prepayments of the past once their stage is known; with the sale both sum up to the price', async () => {
  const PREPAID = 77;
  await sell(1, UNKNOWN, { status_id: PREPAID, updated_at: AT - 60 });
  expect(await ledger()).toEqual([]);
  await decide(UNKNOWN, { product_key: 'express', prepayment_status_id: String(PREPAID) });
  expect(await ledger()).toMatchObject([{ kind: 'prepayment', sale_amount: null, reversal_reason: null }]);
  await sell(1, UNKNOWN);
  expect(await ledger()).toMatchObject([
    { kind: 'prepayment', reversal_reason: 'became_sale' },
    { kind: 'sale', sale_amount: '5000', reversal_reason: null },
  ]);
});

it('refuses a product that does not exist and a pipeline that nobody has seen', async () => {
  await sell(1, UNKNOWN);
  expect(await decide(UNKNOWN, { product_key: 'nonsense' })).toBe(400);
  expect(await decide(123_456, { product_key: 'express' })).toBe(404);
  expect(await decide(UNKNOWN, { product_key: 'express', counted: false })).toBe(400);
});
