import { expect, test } from '@playwright/test';
import type { LandingSyncCounts } from '@traffic/contract';
import { type Academy, startAcademy } from './support/academy.ts';
import { until } from './support/service.ts';

type Job = { id: string; kind: string; status: string; details: Record<string, unknown> };

let academy: Academy;

test.beforeAll(async () => {
  academy = await startAcademy({ historyDays: 3 });
});
test.afterAll(async () => {
  await academy.stop();
});

/** Collects the topics of the event stream from now on. */
async function listen(): Promise<{ topics: Set<string>; close: () => void }> {
  const stopping = new AbortController();
  const topics = new Set<string>();
  const answer = await academy.open('/api/v1/events', stopping.signal);
  const read = async () => {
    let text = '';
    for await (const bytes of answer.body ?? []) {
      text += Buffer.from(bytes).toString();
      for (const [, list = ''] of text.matchAll(/"topics":\[([^\]]*)\]/g))
        for (const [, topic = ''] of list.matchAll(/"(\w+)"/g)) topics.add(topic);
    }
  };
  read().catch(() => undefined);
  return { topics, close: () => stopping.abort() };
}

test('a client starts the landing sync, follows it by events, and reads its counts', async () => {
  await until('the landing leads', 30_000, async () => {
    const state = await academy.simulator<{ counts: { leads: number }; landing: { accepted: number } }>(
      'GET',
      '/state',
    );
    return state.counts.leads > 0 && state.landing.accepted >= state.counts.leads ? true : null;
  });
  const events = await listen();
  const begun = await academy.post<object>('/api/admin/landing/sync-amocrm?wait=0');
  expect(begun).toMatchObject({ success: true, kind: 'landing.sync-amocrm' });
  await until('the event', 30_000, async () => (events.topics.has('jobs') ? true : null));
  events.close();
  const job = await until('the end of the sync', 60_000, async () => {
    const { jobs } = await academy.api<{ jobs: Job[] }>('/api/v1/jobs?kind=landing.sync-amocrm&limit=1');
    return jobs[0] !== undefined && jobs[0].status !== 'running' ? jobs[0] : null;
  });
  const read = await academy.api<{ job: Job }>(`/api/v1/jobs/${job.id}`);
  expect(read.job).toMatchObject({ status: 'ok', details: { problems: [] } });
});

test('every landing lead finds its deal in the CRM', async () => {
  const counts = await until('all matches', 90_000, async () => {
    const answer = await academy.post<{ counts: LandingSyncCounts | null }>(
      '/api/admin/landing/sync-amocrm?wait=30',
    );
    return answer.counts?.not_found === 0 ? answer.counts : null;
  });
  const { synced, already_synced, leads, email } = counts;
  expect(synced + already_synced).toBe(leads);
  expect(leads).toBeGreaterThan(50);
  expect(email).toEqual({ sent: 0, failed: 0, not_sent: leads, opened: 0, clicked: 0 });
});

test('the leads of all stages are counted as the CRM has them, by funnel and in total', async () => {
  const { counts } = await academy.simulator<{ counts: { deals: number } }>('GET', '/state');
  type Leads = { data: { total: number; fetched_at: string | null; by_status: { name: string | null }[] } };
  const { data } = await until('all deals', 60_000, async () => {
    const report = await academy.api<Leads>('/api/traffic-dashboard/leads/total?preset=7d');
    return report.data.fetched_at === null ? null : report;
  });
  expect(data.total).toBe(counts.deals);
  expect(data.by_status.every(({ name }) => name !== null)).toBe(true);
  const { data: grouped } = await academy.api<{ data: { total: number; funnels: { total: number }[] } }>(
    '/api/traffic-dashboard/leads/by-funnel?preset=7d',
  );
  expect(grouped.funnels.reduce((sum, funnel) => sum + funnel.total, 0)).toBe(data.total);
});

test('an unpaid CRM leaves the figures standing and says so in the run', async () => {
  await academy.simulator('POST', '/faults', { amocrm: { status: 402 } });
  const before = await academy.api<{ data: object }>('/api/traffic-dashboard/leads/total?preset=7d');
  const answer = await academy.post<object>('/api/admin/landing/sync-amocrm?wait=30');
  expect(answer).toMatchObject({
    job: { status: 'partial', details: { not_found: 0, problems: [expect.stringContaining('AmoCRM')] } },
  });
  const after = await academy.api<{ data: object }>('/api/traffic-dashboard/leads/total?preset=7d');
  expect(after.data).toEqual(before.data);
});
