import type { AmocrmClient, LeadFact } from '../../integrations/amocrm/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Ledger } from './ledger.ts';
import { recordReadDeals } from './read-deals.ts';

const PAGE = 250;

/**
 * Reads deals from the CRM page by page through the same path as hooks. Running it again changes nothing,
 * so a lost hook is made good by the next run.
 *
 * @param updatedSince only deals changed since; null reads all won deals of the known pipelines
 * @returns how many deals were read
 */
export async function importDeals(
  deps: { db: Db; amocrm: AmocrmClient; ledger: () => Promise<Ledger> },
  updatedSince: Date | null,
): Promise<{ read: number }> {
  const ledger = await deps.ledger();
  const won = ledger.academy.pipelineIds.map((pipelineId) => ({
    pipelineId,
    statusId: ledger.academy.wonStatusId,
  }));
  const filters = updatedSince === null ? { statuses: won } : { updatedFrom: updatedSince };
  let read = 0;
  let page: LeadFact[] = [];
  for await (const fact of deps.amocrm.listLeads({ filters, withContacts: true })) {
    page.push(fact);
    read += 1;
    if (page.length < PAGE) continue;
    await recordReadDeals(deps, await deps.ledger(), page);
    page = [];
  }
  if (page.length > 0) await recordReadDeals(deps, await deps.ledger(), page);
  return { read };
}
