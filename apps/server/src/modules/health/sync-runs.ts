import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';

type RunStatus = 'ok' | 'partial' | 'failed';
const isRunStatus = (value: unknown): value is RunStatus =>
  value === 'ok' || value === 'partial' || value === 'failed';

/**
 * Runs a sync and keeps its record in `sync_runs`: when, how it ended, what it counted. A result may say
 * itself that it is only `partial` or `failed`; what is thrown is a failure too.
 */
export async function recordSyncRun<T extends object>(
  deps: { db: Db; clock: Clock },
  kind: string,
  run: () => Promise<T>,
): Promise<T> {
  const { id } = await deps.db
    .insertInto('sync_runs')
    .values({ kind, started_at: deps.clock.now(), status: 'running' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const finish = (status: RunStatus, details: object) =>
    deps.db
      .updateTable('sync_runs')
      .set({ status, finished_at: deps.clock.now(), details: JSON.stringify(details) })
      .where('id', '=', id)
      .execute();
  try {
    const result = await run();
    await finish('status' in result && isRunStatus(result.status) ? result.status : 'ok', result);
    return result;
  } catch (error) {
    await finish('failed', { error: error instanceof Error ? error.message : String(error) });
    throw error;
  }
}
