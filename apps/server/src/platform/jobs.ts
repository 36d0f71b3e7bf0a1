import { PgBoss } from 'pg-boss';
import type { Logger } from './log.ts';

/** A unit of scheduled or retried work. Its effect must be idempotent: it may run twice after a crash. */
export type JobDefinition = {
  name: string;
  /** Five-field cron in the academy's zone; absent = only on demand. */
  cron?: string;
  /** Run once at every start as well, so that a fresh process need not wait for the clock. */
  atStart?: boolean;
  timeoutSeconds: number;
  retryLimit?: number;
  run(data: unknown): Promise<void>;
};

/** Starts work on demand. */
export type JobQueue = {
  /**
   * Queues a run; while one is queued or running under the same name, does nothing.
   * @returns false when there was one already
   */
  enqueue(name: string, data?: object): Promise<boolean>;
};

export type Jobs = JobQueue & {
  /** Lets running jobs finish (up to 10 s), then closes. */
  stop(): Promise<void>;
};

type OnDone = (job: string, outcome: 'ok' | 'failed', seconds: number) => void;

/**
 * Scheduled work in the product's own PostgreSQL (pg-boss, schema `pgboss`). However many processes run,
 * each cron tick makes one job: pg-boss elects the scheduler and `exclusive` queues hold one job at a time.
 *
 * @param work false in a process that only enqueues (`--role=api`)
 */
export async function startJobs(options: {
  databaseUrl: string;
  timezone: string;
  definitions: JobDefinition[];
  work: boolean;
  log: Logger;
  /** Told of every run that ended in this process. */
  onDone?: OnDone;
}): Promise<Jobs> {
  const boss = new PgBoss({
    connectionString: options.databaseUrl,
    max: 4,
    schedule: options.work,
    supervise: options.work,
  });
  boss.on('error', (error) => options.log.error({ err: error }, 'job queue error'));
  await boss.start();
  for (const definition of options.definitions) {
    await boss.createQueue(definition.name, {
      policy: 'exclusive',
      retryLimit: definition.retryLimit ?? 2,
      retryBackoff: true,
      expireInSeconds: definition.timeoutSeconds,
    });
    if (options.work) await work(boss, definition, options);
  }
  return {
    async enqueue(name, data) {
      return (await boss.send(name, data ?? {})) !== null;
    },
    async stop() {
      await boss.stop({ graceful: true, timeout: 10_000 });
    },
  };
}

async function work(
  boss: PgBoss,
  definition: JobDefinition,
  options: { timezone: string; log: Logger; onDone?: OnDone },
): Promise<void> {
  await boss.work(definition.name, { batchSize: 1, pollingIntervalSeconds: 2 }, async (jobs) => {
    for (const job of jobs) {
      const startedAt = performance.now();
      const seconds = () => (performance.now() - startedAt) / 1000;
      await definition.run(job.data).catch((error: unknown) => {
        options.onDone?.(definition.name, 'failed', seconds());
        options.log.error({ err: error, job: definition.name, id: job.id }, 'job failed');
        throw error;
      });
      options.onDone?.(definition.name, 'ok', seconds());
      options.log.info(
        { job: definition.name, id: job.id, ms: Math.round(performance.now() - startedAt) },
        'job done',
      );
    }
  });
  if (definition.cron !== undefined)
    await boss.schedule(definition.name, definition.cron, {}, { tz: options.timezone });
  else await boss.unschedule(definition.name);
}
