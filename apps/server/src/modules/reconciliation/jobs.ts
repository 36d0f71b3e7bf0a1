import type { AmocrmClient } from '../../integrations/amocrm/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import type { JobDefinition } from '../../platform/jobs.ts';
import type { Logger } from '../../platform/log.ts';
import { CRM_SYNC } from '../health/index.ts';
import { clearAlarm, raiseAlarm, recordSyncRun, type ReportProgress } from '../operations/index.ts';
import { importDeals, type Ledger } from '../sales/index.ts';
import { reconcile } from './reconcile.ts';

/** The hourly comparison looks back further than an hour: a lost hook of the night is found in the morning. */
const HOURLY_MS = 48 * 3_600_000;
const NIGHTLY_MS = 35 * 24 * 3_600_000;
const NIGHTLY_JOB = 'amocrm.reconcile-nightly';

type Deps = {
  db: Db;
  clock: Clock;
  log: Logger;
  amocrm: AmocrmClient;
  ledger: () => Promise<Ledger>;
  onChanged: () => Promise<void>;
};

/** The comparison with AmoCRM: every hour, and over 35 days every night. The very first one reads all history. */
export function reconciliationJobs(deps: Deps): JobDefinition[] {
  return [
    {
      name: CRM_SYNC,
      cron: '11 * * * *',
      atStart: true,
      timeoutSeconds: 3_600,
      run: () =>
        run(deps, CRM_SYNC, async (report) => {
          const history = (await hasReadHistory(deps.db)) ? {} : await importDeals(deps, null, report);
          return { ...history, ...(await compare(deps, 'hourly', HOURLY_MS, report)) };
        }),
    },
    {
      name: NIGHTLY_JOB,
      cron: '20 3 * * *',
      timeoutSeconds: 3_600,
      run: () => run(deps, NIGHTLY_JOB, (report) => compare(deps, 'nightly', NIGHTLY_MS, report)),
    },
  ];
}

async function run(
  deps: Deps,
  kind: string,
  work: (report: ReportProgress) => Promise<object>,
): Promise<void> {
  await recordSyncRun(deps, kind, work).catch(async (error: unknown) => {
    await raiseAlarm(deps, { key: CRM_SYNC, source: 'amocrm', message: 'Сверка с AmoCRM не прошла' });
    throw error;
  });
  await clearAlarm(deps, CRM_SYNC);
  await deps.onChanged();
}

async function compare(
  deps: Deps,
  kind: 'hourly' | 'nightly',
  lookBackMs: number,
  report: ReportProgress,
): Promise<object> {
  const to = deps.clock.now();
  const window = { kind, from: new Date(to.getTime() - lookBackMs), to, requestedBy: 'system' };
  const done = await reconcile(deps, window, report);
  if (done === null) return { skipped: 'another comparison is running' };
  const { checked, missing, different, extra, remaining } = done;
  const total = (list: typeof missing) => list?.total ?? 0;
  return {
    reconciliation: done.id,
    checked,
    missing: total(missing),
    different: total(different),
    extra: total(extra),
    remaining,
  };
}

/** Whether the history was read to its end once; from then on only changes are compared. */
async function hasReadHistory(db: Db): Promise<boolean> {
  const row = await db
    .selectFrom('sync_runs')
    .select('id')
    .where('kind', '=', CRM_SYNC)
    .where('status', '=', 'ok')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
