import type { JobRun } from '@traffic/contract';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Db } from '../../platform/database/index.ts';
import type { JobQueue } from '../../platform/jobs.ts';
import { listJobs } from './list-jobs.ts';

const LOOK_EVERY_MS = 250;
const OnDemand = z.object({ on_demand: z.literal(true) });

/** Whether a job's data say that a person asked for this run: one without news is worth a record then. */
export function isOnDemand(data: unknown): boolean {
  return OnDemand.safeParse(data).success;
}

/**
 * Starts a job that keeps its runs under its own name (`recordSyncRun`) and waits a moment for it, so that a short
 * one is answered with what it counted. One that is queued or running already is not started again: its run is the
 * answer.
 *
 * @param waitMs how long to wait for the end; the run goes on afterwards
 * @returns the run as far as it is, null when no worker has taken it yet
 */
export async function startJob(
  { db, jobs }: { db: Db; jobs: JobQueue },
  kind: string,
  waitMs: number,
): Promise<{ started: boolean; job: JobRun | null }> {
  const before = await newest(db, kind);
  const started = await jobs.enqueue(kind, { on_demand: true });
  const giveUpAt = performance.now() + waitMs;
  for (;;) {
    const run = await newest(db, kind);
    const isIt = run !== null && (run.id !== before?.id || before.status === 'running');
    if (isIt && run.status !== 'running') return { started, job: run };
    if (performance.now() >= giveUpAt) return { started, job: isIt ? run : null };
    await sleep(LOOK_EVERY_MS);
  }
}

async function newest(db: Db, kind: string): Promise<JobRun | null> {
  const { jobs } = await listJobs(db, { kind, limit: 1 });
  return jobs[0] ?? null;
}
