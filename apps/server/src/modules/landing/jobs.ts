import type { JobDefinition } from '../../platform/jobs.ts';
import type { Logger } from '../../platform/log.ts';
import { recordSyncRun } from '../operations/index.ts';
import { clearLandingAway, raiseLandingAway } from './away-alarm.ts';
import { fetchLandingLeads } from './fetch-leads.ts';
import { queueEverything } from './repo.ts';

const FETCH_JOB = 'landing.leads';
const NIGHTLY_JOB = 'landing.nightly';

type Deps = Parameters<typeof fetchLandingLeads>[0] & { log: Logger; onChanged: () => Promise<void> };

/**
 * What is done for a separate Landing database on a clock: new leads every five minutes; at night all leads, and
 * all projections once more, so that what was changed there by hand becomes right.
 */
export function landingJobs(deps: Deps): JobDefinition[] {
  return [
    {
      name: FETCH_JOB,
      cron: '*/5 * * * *',
      atStart: true,
      timeoutSeconds: 3_600,
      run: () => fetch(deps, FETCH_JOB, { full: false }),
    },
    {
      name: NIGHTLY_JOB,
      cron: '40 3 * * *',
      timeoutSeconds: 3_600,
      run: async () => {
        if (await isOurs(deps)) return;
        await queueEverything(deps.db);
        await fetch(deps, NIGHTLY_JOB, { full: true });
      },
    },
  ];
}

async function fetch(deps: Deps, kind: string, options: { full: boolean }): Promise<void> {
  if (await isOurs(deps)) return;
  try {
    const { accepted, refreshed } = await recordSyncRun(
      deps,
      kind,
      async (report) => (await fetchLandingLeads(deps, options, report)) ?? { accepted: 0, refreshed: 0 },
    );
    await clearLandingAway(deps);
    if (accepted + refreshed > 0) await deps.onChanged();
  } catch (error) {
    await raiseLandingAway(deps, error);
    throw error;
  }
}

/** Whether the landing tables are surely in our own database; one that is away is not ours. */
async function isOurs(deps: Deps): Promise<boolean> {
  return deps.landing.separate().then(
    (landing) => landing === null,
    () => false,
  );
}
