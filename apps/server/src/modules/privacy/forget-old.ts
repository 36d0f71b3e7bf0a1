import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import type { JobDefinition } from '../../platform/jobs.ts';
import { recordSyncRun, type ReportProgress } from '../operations/index.ts';
import { RETENTION_RULES } from './retention-rules.ts';

const DAY_MS = 24 * 60 * 60_000;
/** Small enough that no statement holds rows for long; a first night over years of data takes many. */
const BATCH = 1_000;

type Deps = { db: Db; clock: Clock };
export type Forgotten = { status: 'ok'; removed: Record<string, number> };

/**
 * Removes what is older than its time, batch by batch, each in a transaction of its own: an interrupted run goes on
 * where it was, and a second one finds nothing to do.
 */
export async function forgetOld(
  { db, clock }: Deps,
  report: ReportProgress,
  batch = BATCH,
): Promise<Forgotten> {
  const removed: Record<string, number> = {};
  let done = 0;
  for (const { what, days, remove } of RETENTION_RULES) {
    const now = clock.now();
    const before = new Date(now.getTime() - days * DAY_MS);
    for (let count = batch; count === batch; ) {
      const result = await remove(before, now, batch).execute(db);
      count = Number(result.numAffectedRows ?? 0);
      done += count;
      if (count > 0) removed[what] = (removed[what] ?? 0) + count;
      await report({ done, total: null });
    }
  }
  return { status: 'ok', removed };
}

/** Every night, when nobody works. */
export function retentionJobs(deps: Deps): JobDefinition[] {
  return [
    {
      name: 'retention',
      cron: '25 4 * * *',
      timeoutSeconds: 3_600,
      async run() {
        await recordSyncRun(deps, 'retention', (report) => forgetOld(deps, report));
      },
    },
  ];
}
