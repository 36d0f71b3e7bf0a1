import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/running-server.ts';
import { clearAlarm, raiseAlarm } from './alarms.ts';
import { closeAbandonedRuns, recordSyncRun } from './sync-runs.ts';

let server: TestServer;
let now = new Date('2026-11-20T06:00:00Z');

beforeAll(async () => {
  server = await createTestServer({ now: () => now });
});
afterAll(async () => {
  await server.close();
});

const newestJob = async () => {
  const { body } = await server.get('/api/v1/jobs?limit=1');
  return (body['jobs'] as Record<string, unknown>[])[0];
};

it('an alarm is opened once per cause, however many processes raise it at once, and can be raised anew after it is over', async () => {
  const alarm = { key: 'amocrm.unpaid', source: 'amocrm', message: 'AmoCRM: подписка не оплачена' };
  const raised = await Promise.all(Array.from({ length: 8 }, () => raiseAlarm(server.context, alarm)));
  expect(raised.filter(Boolean)).toHaveLength(1);
  expect(await clearAlarm(server.context, alarm.key)).toBe(true);
  expect(await clearAlarm(server.context, alarm.key)).toBe(false);
  expect(await raiseAlarm(server.context, alarm)).toBe(true);
  const { body } = await server.get('/api/v1/alarms');
  expect(body['alarms']).toMatchObject([
    { key: 'amocrm.unpaid', raised: 1, closed_at: null },
    { key: 'amocrm.unpaid', raised: 8, closed_at: now.toISOString() },
  ]);
});

it('the history of a time names what was open in it, what it did, whose it was and how long it lasted', async () => {
  const at = now;
  await raiseAlarm(server.context, {
    ...{ key: 'meta.account.act_964264512447589', source: 'meta', message: 'Кабинет не читается' },
  });
  now = new Date(at.getTime() + 90 * 60_000);
  await clearAlarm(server.context, 'meta.account.act_964264512447589');
  const incidents = async (query: string) =>
    (await server.get(`/api/v1/incidents?${query}`)).body['incidents'] as Record<string, unknown>[];
  expect((await incidents('preset=today&source=meta'))[0]).toMatchObject({
    ...{ source: 'meta', minutes: 90, critical: false, owner: { slug: 'kenesary' } },
    ...{
      affected: 'Расход этого кабинета и показатели его команды неполные',
      page: '/settings?tab=facebook',
    },
  });
  expect(await incidents('preset=yesterday')).toEqual([]);
  const open = await incidents('preset=today&state=open');
  expect(open.map(({ closed_at }) => closed_at)).toEqual([null]);
  const [first] = await incidents('preset=today&limit=1');
  const rest = await incidents(`preset=today&limit=1&cursor=${String(first?.['id'])}`);
  expect(rest[0]?.['id']).not.toBe(first?.['id']);
  now = at;
});

it('a run shows how far it is while it works and what it counted when it is done', async () => {
  await recordSyncRun(server.context, 'test.sync', async (report) => {
    await report({ done: 3, total: 10 });
    expect(await newestJob()).toMatchObject({ status: 'running', progress: { done: 3, total: 10 } });
    return { synced: 10 };
  });
  expect(await newestJob()).toMatchObject({ kind: 'test.sync', status: 'ok', details: { synced: 10 } });
});

it('a run that throws is failed with its reason, and the error goes on', async () => {
  const broken = recordSyncRun(server.context, 'test.sync', () => Promise.reject(new Error('no luck')));
  await expect(broken).rejects.toThrow('no luck');
  expect(await newestJob()).toMatchObject({ status: 'failed', details: { error: 'no luck' } });
});

it('a run whose process was killed does not stay running', async () => {
  await server.context.db
    .insertInto('sync_runs')
    .values({ kind: 'test.killed', status: 'running', started_at: now, seen_at: now })
    .execute();
  await closeAbandonedRuns(server.context);
  expect(await newestJob()).toMatchObject({ kind: 'test.killed', status: 'running' });
  now = new Date(now.getTime() + 2 * 60_000);
  await closeAbandonedRuns(server.context);
  expect(await newestJob()).toMatchObject({ kind: 'test.killed', status: 'failed' });
});
