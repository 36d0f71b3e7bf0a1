import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import type { JobDefinition } from '../../platform/jobs.ts';
import type { ReportProgress } from '../operations/index.ts';
import { performRuns } from './perform-runs.ts';

/** Previews, applies and undoes of rules; the routes start it, and so does every start after a crash. */
export const RULES_JOB = 'rules.run';

type Deps = {
  db: Db;
  clock: Clock;
  record: <T extends object>(kind: string, run: (report: ReportProgress) => Promise<T>) => Promise<T>;
  /** The rules in force may have changed: facts that wait for an ad are decided again, screens are told. */
  onChanged: () => Promise<void>;
};

export function ruleJobs(deps: Deps): JobDefinition[] {
  return [
    {
      name: RULES_JOB,
      // A run that was asked for just when the job ended is found by the next look.
      cron: '* * * * *',
      atStart: true,
      timeoutSeconds: 3_600,
      async run() {
        const open = await deps.db
          .selectFrom('rule_runs')
          .select('id')
          .where('state', '=', 'staging')
          .executeTakeFirst();
        if (open === undefined) return;
        await deps.record(RULES_JOB, async (report) => {
          const counts = await performRuns({ ...deps, report });
          return { ...counts, status: counts.failed > 0 ? 'failed' : 'ok' };
        });
        await deps.onChanged();
      },
    },
  ];
}
