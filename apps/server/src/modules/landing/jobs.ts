import { sql } from 'kysely';
import type { Db } from '../../platform/database/index.ts';
import type { JobDefinition } from '../../platform/jobs.ts';
import { adoptLeads } from '../leads/index.ts';
import { isOnDemand, recordSyncRun } from '../operations/index.ts';
import { clearLandingAway, raiseLandingAway } from './away-alarm.ts';
import { fetchLandingLeads } from './fetch-leads.ts';
import { queueEverything } from './repo.ts';
import type { SyncDeps } from './sync-deps.ts';
import { syncLandingWithCrm } from './sync-with-crm.ts';

/** The run that reads the leads of a separate Landing database. */
export const FETCH_JOB = 'landing.leads';
const NIGHTLY_JOB = 'landing.nightly';
export const SYNC_JOB = 'landing.sync-amocrm';

type Deps = SyncDeps & { onChanged: () => Promise<void> };

/**
 * What is done on a clock. For a separate Landing database: new leads every five minutes; at night all leads, and
 * all projections once more, so that what was changed there by hand becomes right. For our own tables: leads that
 * were written straight into them. For any: every six hours the deals of the leads are found in AmoCRM.
 */
export function landingJobs(deps: Deps): JobDefinition[] {
  return [
    {
      name: FETCH_JOB,
      cron: '*/5 * * * *',
      atStart: true,
      timeoutSeconds: 3_600,
      run: (data) => fetch(deps, FETCH_JOB, { full: false, onDemand: isOnDemand(data) }),
    },
    {
      name: NIGHTLY_JOB,
      cron: '40 3 * * *',
      timeoutSeconds: 3_600,
      run: async () => {
        if (await isOurs(deps)) return;
        await queueEverything(deps.db);
        await fetch(deps, NIGHTLY_JOB, { full: true, onDemand: false });
      },
    },
    {
      name: SYNC_JOB,
      cron: '25 */6 * * *',
      atStart: true,
      timeoutSeconds: 3_600,
      run: async () => {
        const since = await readToOf(deps.db);
        const { synced } = await recordSyncRun(deps, SYNC_JOB, (report) =>
          syncLandingWithCrm(deps, since, report),
        );
        if (synced > 0) await deps.onChanged();
      },
    },
  ];
}

/** Up to when the last run that could read the CRM has read it. */
async function readToOf(db: Db): Promise<Date | null> {
  const row = await db
    .selectFrom('sync_runs')
    .select(sql<string>`details ->> 'read_to'`.as('read_to'))
    .where('kind', '=', SYNC_JOB)
    .where(sql<boolean>`details ->> 'read_to' is not null`)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : new Date(row.read_to);
}

async function fetch(deps: Deps, kind: string, options: { full: boolean; onDemand: boolean }): Promise<void> {
  if (await isOurs(deps)) return adopt(deps, kind, options);
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

/** A landing page that shares our database writes straight into the table; a run that found none is no news. */
async function adopt(deps: Deps, kind: string, { onDemand }: { onDemand: boolean }): Promise<void> {
  const accepted = await adoptLeads(deps.db, deps.ledger);
  if (accepted > 0) await deps.onChanged();
  if (accepted > 0 || onDemand) await recordSyncRun(deps, kind, async () => ({ read: accepted, accepted }));
}

/** Whether the landing tables are surely in our own database; one that is away is not ours. */
async function isOurs(deps: Deps): Promise<boolean> {
  return deps.landing.separate().then(
    (landing) => landing === null,
    () => false,
  );
}
