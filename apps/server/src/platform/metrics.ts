import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What waits in the database; null where nothing was ever said. */
export type Backlog = {
  inboxPending: number;
  inboxOldestSeconds: number;
  inboxFailed: number;
  noticesPending: number;
  dealsToRead: number;
  alarmsOpen: number;
  workerSilenceSeconds: number | null;
};

/** What this process counts about itself, for Prometheus. docs/metrics.md lists them; a test compares. */
export type Metrics = {
  /** Answered requests by route pattern, never by address: that may hold a secret. */
  httpSeconds: Histogram<'method' | 'route' | 'status'>;
  /** Requests to Meta by how they ended: `ok` or the kind of the error. */
  metaRequests: Counter<'outcome'>;
  /** Requests that were not sent or refused because a limit is used up, by whose: `app`, `account`. */
  metaThrottles: Counter<'scope'>;
  cacheReads: Counter<'result'>;
  jobRuns: Counter<'job' | 'outcome'>;
  jobSeconds: Histogram<'job'>;
  /** Reads the backlog at each look of Prometheus; while the database is away its figures are absent, not zero. */
  watchBacklog(read: () => Promise<Backlog>): void;
  /** All of it in Prometheus' text format. */
  print(): Promise<{ contentType: string; body: string }>;
};

const JOB_SECONDS = [0.1, 0.5, 1, 5, 15, 60, 300, 1_800, 7_200];
const HTTP_SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

const BACKLOG: Readonly<Record<keyof Backlog, [name: string, help: string]>> = {
  inboxPending: ['traffic_inbox_pending', 'Stored deliveries that are not processed yet'],
  inboxOldestSeconds: ['traffic_inbox_oldest_pending_seconds', 'Age of the oldest of them'],
  inboxFailed: ['traffic_inbox_failed', 'Deliveries given up after their last attempt'],
  noticesPending: ['traffic_notices_pending', 'Messages to Telegram that are not sent yet'],
  dealsToRead: ['traffic_deals_to_read', 'Deals that wait to be read back from AmoCRM'],
  alarmsOpen: ['traffic_alarms_open', 'Alarms that are not over'],
  workerSilenceSeconds: ['traffic_worker_silence_seconds', 'Since any worker last said that it lives'],
};

/** Counters of their own for each caller: two servers in one test process do not share them. */
export function createMetrics(): Metrics {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const counter = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Counter<Label>({ name, help, labelNames, registers: [register] });
  const backlog = Object.entries(BACKLOG).map(
    ([key, [name, help]]) => [key, new Gauge({ name, help, registers: [register] })] as const,
  );
  let readBacklog: (() => Promise<Backlog>) | null = null;
  return {
    httpSeconds: new Histogram({
      ...{ name: 'traffic_http_seconds', help: 'How long requests took, by route' },
      labelNames: ['method', 'route', 'status'],
      ...{ buckets: HTTP_SECONDS, registers: [register] },
    }),
    metaRequests: counter('traffic_meta_requests_total', 'Requests to Meta by how they ended', 'outcome'),
    metaThrottles: counter('traffic_meta_throttles_total', 'Requests that a limit of Meta stopped', 'scope'),
    cacheReads: counter(
      'traffic_cache_reads_total',
      'Readings of cached answers: hit, stale, miss',
      'result',
    ),
    jobRuns: counter('traffic_job_runs_total', 'Runs of jobs in this process', 'job', 'outcome'),
    jobSeconds: new Histogram({
      ...{ name: 'traffic_job_seconds', help: 'How long runs of jobs took', labelNames: ['job'] },
      ...{ buckets: JOB_SECONDS, registers: [register] },
    }),
    watchBacklog: (read) => {
      readBacklog = read;
    },
    async print() {
      const figures = await readBacklog?.().catch(() => null);
      for (const [key, gauge] of backlog) setOrForget(gauge, figures?.[key as keyof Backlog]);
      return { contentType: register.contentType, body: await register.metrics() };
    },
  };
}

/** An absent figure is no series at all: zero would be a lie. */
function setOrForget(gauge: Gauge, value: number | null | undefined): void {
  if (value === null || value === undefined) gauge.remove();
  else gauge.set(value);
}
