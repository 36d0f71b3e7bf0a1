import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createMetrics } from './metrics.ts';

const read = (path: string) => readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8');
const groups = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1] ?? '');
const backlog = {
  ...{
    inboxPending: 2,
    inboxOldestSeconds: 1.5,
    inboxFailed: 0,
    noticesPending: 0,
    dealsToRead: 0,
    alarmsOpen: 1,
  },
  workerSilenceSeconds: null,
};

const namesIn = (body: string) => groups(body, /^# TYPE (\S+) /gm);

describe('metrics', () => {
  it('are the list of docs/metrics.md, neither more nor less', async () => {
    const ours = namesIn((await createMetrics().print()).body).filter((name) => name.startsWith('traffic_'));
    expect(groups(read('docs/metrics.md'), /^\| `(traffic_\w+)` \|/gm).toSorted()).toEqual(ours.toSorted());
  });

  it('are all that the Grafana dashboard asks for', async () => {
    const names = namesIn((await createMetrics().print()).body);
    const dashboard = JSON.parse(read('deploy/grafana/traffic-dashboard.json')) as {
      panels: { id: number; targets: { expr: string }[] }[];
    };
    const asked = dashboard.panels.flatMap(({ targets }) =>
      targets.flatMap(({ expr }) => groups(expr, /\b((?:traffic|process|nodejs)_\w+)/g)),
    );
    expect(asked.length).toBeGreaterThan(15);
    const base = (name: string) => (names.includes(name) ? name : name.replace(/_(bucket|count|sum)$/, ''));
    expect(asked.map(base).filter((name) => !names.includes(name))).toEqual([]);
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
  });

  it('say what waits, and nothing of what is unknown', async () => {
    const metrics = createMetrics();
    metrics.watchBacklog(async () => backlog);
    const { body } = await metrics.print();
    expect(body).toMatch(/^traffic_inbox_pending 2$/m);
    expect(body).toMatch(/^traffic_inbox_oldest_pending_seconds 1.5$/m);
    expect(body).not.toMatch(/^traffic_worker_silence_seconds /m);
  });

  it('are printed while the database is away, without the figures that it alone knows', async () => {
    const metrics = createMetrics();
    metrics.watchBacklog(async () => backlog);
    await metrics.print();
    metrics.watchBacklog(() => Promise.reject(new Error('away')));
    const { body } = await metrics.print();
    expect(body).not.toMatch(/^traffic_inbox_pending /m);
    expect(body).toMatch(/^process_cpu_seconds_total /m);
  });
});
