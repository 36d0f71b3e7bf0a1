import { sql } from 'kysely';
import type { AmocrmClient } from '../../integrations/amocrm/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import type { JobDefinition } from '../../platform/jobs.ts';
import { recordSyncRun } from '../operations/index.ts';
import type { Ledger } from '../sales/index.ts';
import { fetchCrmLeads } from './fetch-crm-leads.ts';

export const FETCH_JOB = 'amocrm.leads';
const PAUSE_MS = 1_000;

type Deps = {
  db: Db;
  clock: Clock;
  /** Null = not configured: there is nobody to read from. */
  amocrm: AmocrmClient | null;
  ledger: () => Promise<Ledger>;
  onChanged: () => Promise<void>;
};

/** The deals of all stages: at the start and every six hours, besides on demand. */
export function crmLeadsJobs(deps: Deps): JobDefinition[] {
  const { amocrm } = deps;
  if (amocrm === null) return [];
  return [
    {
      name: FETCH_JOB,
      cron: '45 */6 * * *',
      atStart: true,
      timeoutSeconds: 3 * 3_600,
      run: async () => {
        const since = await readTo(deps.db);
        const { read } = await recordSyncRun(deps, FETCH_JOB, (report) =>
          fetchCrmLeads({ ...deps, amocrm }, { since, pauseMs: PAUSE_MS }, report),
        );
        if (read > 0) await deps.onChanged();
      },
    },
  ];
}

/** Up to when all deals of the configured pipelines are read; null = they never were. */
export async function readTo(db: Db): Promise<Date | null> {
  const row = await db
    .selectFrom('sync_runs')
    .select(sql<string>`details ->> 'read_to'`.as('read_to'))
    .where('kind', '=', FETCH_JOB)
    .where('status', '=', 'ok')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : new Date(row.read_to);
}
