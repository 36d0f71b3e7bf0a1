import type { JobProgress } from '@traffic/contract';
import { sql } from 'kysely';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import { bumpTopic } from '../live/index.ts';

type RunStatus = 'ok' | 'partial' | 'failed';
const isRunStatus = (value: unknown): value is RunStatus =>
  value === 'ok' || value === 'partial' || value === 'failed';

/** Says how far a job is. Cheap to call for every item: at most one write a second reaches the database. */
export type ReportProgress = (progress: JobProgress) => Promise<void>;

const PROGRESS_EVERY_MS = 1_000;
const ALIVE_EVERY_MS = 15_000;
/** A run that has not said for this long that it lives was killed with its process. */
const SILENCE_MS = 90_000;

/**
 * Runs a job and keeps its record in `sync_runs`: when, how far it is, how it ended, what it counted. A
 * result may say itself that it is only `partial` or `failed`; what is thrown is a failure too.
 */
export async function recordSyncRun<T extends object>(
  deps: { db: Db; clock: Clock },
  kind: string,
  run: (report: ReportProgress) => Promise<T>,
): Promise<T> {
  await closeAbandonedRuns(deps);
  const now = deps.clock.now();
  const { id } = await deps.db
    .insertInto('sync_runs')
    .values({ kind, started_at: now, seen_at: now, status: 'running' })
    .returning('id')
    .executeTakeFirstOrThrow();
  await bumpTopic(deps.db, 'jobs');
  const alive = setInterval(() => {
    // A missed sign of life is made good by the next; the job itself will meet the database's trouble.
    say(deps, id, null).catch(() => undefined);
  }, ALIVE_EVERY_MS);
  try {
    const result = await run(throttledReport(deps, id));
    await finish(deps, id, 'status' in result && isRunStatus(result.status) ? result.status : 'ok', result);
    return result;
  } catch (error) {
    await finish(deps, id, 'failed', { error: error instanceof Error ? error.message : String(error) });
    throw error;
  } finally {
    clearInterval(alive);
  }
}

function throttledReport(deps: { db: Db; clock: Clock }, id: string): ReportProgress {
  let nextAt = 0;
  return async (progress) => {
    const at = performance.now();
    if (at < nextAt) return;
    nextAt = at + PROGRESS_EVERY_MS;
    await say(deps, id, progress);
    await bumpTopic(deps.db, 'jobs');
  };
}

async function say(deps: { db: Db; clock: Clock }, id: string, progress: JobProgress | null): Promise<void> {
  await deps.db
    .updateTable('sync_runs')
    .set({
      seen_at: deps.clock.now(),
      ...(progress === null ? {} : { progress: JSON.stringify(progress) }),
    })
    .where('id', '=', id)
    .where('status', '=', 'running')
    .execute();
}

async function finish(
  deps: { db: Db; clock: Clock },
  id: string,
  status: RunStatus,
  details: object,
): Promise<void> {
  await deps.db
    .updateTable('sync_runs')
    .set({ status, finished_at: deps.clock.now(), details: JSON.stringify(details) })
    .where('id', '=', id)
    .execute();
  await bumpTopic(deps.db, 'jobs');
}

/** Closes the runs of processes that are gone, so that nothing stays "running" for ever. */
export async function closeAbandonedRuns({ db, clock }: { db: Db; clock: Clock }): Promise<void> {
  const now = clock.now();
  await sql`
    update sync_runs set status = 'failed', finished_at = ${now}, details = ${JSON.stringify({ error: 'the process was stopped' })}
    where status = 'running' and coalesce(seen_at, started_at) < ${new Date(now.getTime() - SILENCE_MS)}`.execute(
    db,
  );
}
