import type { JobDefinition } from '../../platform/jobs.ts';
import { type AdviceDeps, generateAdvice } from './generate-advice.ts';
import { recordOutcomes } from './record-outcomes.ts';

type Deps = AdviceDeps & {
  record: <T extends object>(kind: string, run: () => Promise<T>) => Promise<T>;
};

/** Every morning, after the night's reading of Meta: what is new, and what became of what was accepted. */
export function adviceJobs(deps: Deps): JobDefinition[] {
  return [
    {
      name: 'advice.daily',
      cron: '20 7 * * *',
      timeoutSeconds: 1_800,
      async run() {
        await deps.record('advice.daily', async () => ({
          measured: await recordOutcomes(deps),
          found: await generateAdvice(deps, undefined),
        }));
      },
    },
  ];
}
