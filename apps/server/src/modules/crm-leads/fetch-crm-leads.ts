import { setTimeout as sleep } from 'node:timers/promises';
import type { AmocrmClient, LeadFact } from '../../integrations/amocrm/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import type { ReportProgress } from '../operations/index.ts';
import { type Ledger, recordReadDeals } from '../sales/index.ts';
import { replacePipelines, stagesOf } from './repo.ts';

const PAGE = 250;
/** The CRM's clock and ours may differ. */
const OVERLAP_MS = 10 * 60_000;

type Deps = { db: Db; clock: Clock; amocrm: AmocrmClient; ledger: () => Promise<Ledger> };

/** `read_to`: what changed in the CRM up to then is read; the next run goes on from there. */
export type CrmLeadsRun = { pipelines: number; read: number; read_to: string };

/**
 * Reads the account's pipelines, and the deals of the configured ones in all their stages, through the path of all
 * deals. Hooks tell only of deals that move, and the import of history only of those that were won: this is how
 * the deals that lie in between are known.
 *
 * @param since up to when an earlier run has read; null reads all of them
 * @param pauseMs a pause between pages, so that fresh sales need not queue behind thousands of old deals
 */
export async function fetchCrmLeads(
  deps: Deps,
  { since, pauseMs }: { since: Date | null; pauseMs: number },
  report: ReportProgress,
): Promise<CrmLeadsRun> {
  const startedAt = deps.clock.now();
  const pipelines = await deps.amocrm.pipelines();
  await replacePipelines(deps.db, pipelines, startedAt);
  const { academy } = await deps.ledger();
  const statuses = await stagesOf(deps.db, academy.pipelineIds);
  const updatedFrom = since === null ? {} : { updatedFrom: new Date(since.getTime() - OVERLAP_MS) };
  let read = 0;
  let page: LeadFact[] = [];
  let readAt = startedAt;
  const write = async () => {
    await recordReadDeals(deps, await deps.ledger(), page, readAt);
    read += page.length;
    page = [];
    readAt = deps.clock.now();
    await report({ done: read, total: null });
  };
  if (statuses.length > 0)
    for await (const fact of deps.amocrm.listLeads({
      filters: { statuses, ...updatedFrom },
      withContacts: true,
    })) {
      page.push(fact);
      if (page.length < PAGE) continue;
      await write();
      await sleep(pauseMs);
    }
  if (page.length > 0) await write();
  return { pipelines: pipelines.length, read, read_to: startedAt.toISOString() };
}
