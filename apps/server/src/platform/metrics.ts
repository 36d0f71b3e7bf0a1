import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** What this process counts about itself, for Prometheus. */
export type Metrics = {
  /** Requests to Meta by how they ended: `ok` or the kind of the error. */
  metaRequests: Counter<'outcome'>;
  /** Requests that were not sent or refused because a limit is used up, by whose: `app`, `account`. */
  metaThrottles: Counter<'scope'>;
  cacheReads: Counter<'result'>;
  jobRuns: Counter<'job' | 'outcome'>;
  jobSeconds: Histogram<'job'>;
  /** All of it in Prometheus' text format. */
  print(): Promise<{ contentType: string; body: string }>;
};

const JOB_SECONDS = [0.1, 0.5, 1, 5, 15, 60, 300, 1_800, 7_200];

/** Counters of their own for each caller: two servers in one test process do not share them. */
export function createMetrics(): Metrics {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const counter = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Counter<Label>({ name, help, labelNames, registers: [register] });
  return {
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
    print: async () => ({ contentType: register.contentType, body: await register.metrics() }),
  };
}
