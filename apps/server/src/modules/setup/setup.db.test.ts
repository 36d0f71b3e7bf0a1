import type { SetupResponse, SetupStep } from '@traffic/contract';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestServer, leadHook, type TestServer } from '../../testing/running-server.ts';

const NOW = new Date('2026-11-20T09:00:00Z');

let server: TestServer;
beforeEach(async () => {
  server = await createTestServer({ now: () => NOW });
});
afterEach(() => server.close());

const read = async () => (await server.get('/api/v1/setup')).body as unknown as SetupResponse;
const step = async (key: SetupStep['key']) => (await read()).steps.find((one) => one.key === key);

it('with nothing connected the checklist says what is true: the preset is there, nothing has come', async () => {
  const { steps, done, has_data } = await read();
  expect(has_data).toBe(false);
  expect(steps.filter(({ state }) => state === 'done').map(({ key }) => key)).toEqual([
    'products',
    'accounts',
  ]);
  expect(done).toBe(2);
  expect(steps.find(({ key }) => key === 'rates')?.state).not.toBe('failed');
  expect(steps.find(({ key }) => key === 'amocrm')).toMatchObject({ state: 'todo', page: null });
});

it('ticks the first hook and the first sale as soon as they are there', async () => {
  expect((await step('first_hook'))?.state).toBe('todo');
  const deal = { id: 1, status_id: 142, pipeline_id: 10350882, price: 5000, updated_at: 1763600000 };
  await server.hook(leadHook('status', deal));
  expect(await step('first_hook')).toMatchObject({ state: 'done', at: expect.any(String) });
  expect((await step('webhooks'))?.state).toBe('done');
  expect((await read()).has_data).toBe(false);
  await server.processInbox();
  expect(await step('first_sale')).toMatchObject({ state: 'done', at: expect.any(String) });
  expect((await read()).has_data).toBe(true);
});

it('counts the calls with a wrong secret instead of waiting for the first hook', async () => {
  for (let n = 0; n < 2; n += 1)
    await server.app.inject({ method: 'POST', url: '/api/amocrm/sales-webhook/wrong', payload: 'a=b' });
  await expect.poll(async () => (await step('first_hook'))?.state).toBe('failed');
});

it('an account that no team has today, and sales of a pipeline nobody mapped, are to be settled', async () => {
  const { db } = server.context;
  await sql`update ad_account_teams set valid_to = '2026-11-20' where account_id = (
    select min(account_id) from ad_account_teams)`.execute(db);
  expect(await step('accounts')).toMatchObject({ state: 'todo', page: 'facebook' });
  await server.hook(
    leadHook('status', { id: 2, status_id: 142, pipeline_id: 777, price: 5000, updated_at: 1795000000 }),
  );
  await server.processInbox();
  expect(await step('products')).toMatchObject({ state: 'todo', page: 'products' });
});

it('a day of spend without its rate makes the rates a failure; with a rate they are done', async () => {
  const { db } = server.context;
  await sql`insert into ad_team_days (day, team_id, spend_kzt, spend_usd, impressions, clicks, converted_kzt, converted_usd, unconverted_kzt, unconverted_usd)
    values ('2026-11-19', 1, 0, 0, 1, 1, 0, 0, 1, 1)`.execute(db);
  expect((await step('rates'))?.state).toBe('failed');
  await sql`update ad_team_days set unconverted_kzt = 0`.execute(db);
  await sql`insert into exchange_rates (currency, quote, rate_date, published_on, rate, source, fetched_at)
    values ('USD', 'KZT', '2026-11-19', '2026-11-19', 500, 'nbk', ${NOW})`.execute(db);
  expect((await step('rates'))?.state).toBe('done');
});

it('says everything in the language of the caller', async () => {
  const answer = await server.app.inject({
    url: '/api/v1/setup',
    headers: {
      authorization: 'Bearer test-admin-token-test-admin-token-0',
      'accept-language': 'en',
    },
  });
  const { steps } = answer.json<SetupResponse>();
  const said = steps.flatMap(({ message, cause, action }) => [message, cause ?? '', action ?? '']);
  expect(said.filter((text) => /[А-Яа-яЁё]/.test(text))).toEqual([]);
});
