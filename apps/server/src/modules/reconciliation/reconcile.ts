import type { Reconciliation } from '@traffic/contract';
import type { AmocrmClient, LeadFact } from '../../integrations/amocrm/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import type { ReportProgress } from '../operations/index.ts';
import { knownDeals, type Ledger, recordReadDeals, standingSales } from '../sales/index.ts';
import { compareDeal, type Comparison } from './compare-deal.ts';
import {
  beginReconciliation,
  type Findings,
  finishReconciliation,
  readReconciliation,
  touchReconciliation,
} from './repo.ts';

const PAGE = 250;
/** AmoCRM writes a change a moment before it can be listed. */
const OVERLAP_MS = 10 * 60_000;

type Deps = { db: Db; clock: Clock; amocrm: AmocrmClient; ledger: () => Promise<Ledger> };
type Window = { kind: Reconciliation['kind']; from: Date; to: Date; requestedBy: string };

/**
 * Compares the ledger with the CRM and mends what differs, through the same path as hooks: a lost hook, a hook
 * that told half, a deal that was deleted while we were away. Reads every deal that changed in the time, and asks
 * by id for those of our sales of that time that were not among them.
 *
 * @returns the stored report; null when another comparison is running
 * @throws AmocrmError when the CRM does not answer: the report then says so
 */
export async function reconcile(
  deps: Deps,
  window: Window,
  report: ReportProgress,
): Promise<Reconciliation | null> {
  const id = await beginReconciliation(deps, window);
  if (id === null) return null;
  try {
    const findings: Findings = { missing: [], different: [], extra: [], won: {} };
    const seen = await compareChanged(deps, window, findings, async (checked) => {
      await touchReconciliation(deps, id);
      await report({ done: checked, total: null, note: window.kind });
    });
    const silent = await standingSales(deps.db, window, seen);
    await compareByIds(deps, window, silent, findings);
    const unmended = await findUnmended(deps, findings);
    await finishReconciliation(deps, id, { checked: seen.size + silent.length, findings, unmended });
  } catch (error) {
    await finishReconciliation(deps, id, { error: error instanceof Error ? error.message : String(error) });
    throw error;
  }
  return readReconciliation(deps.db, id);
}

/** Every deal that the CRM changed in the time, page by page; returns their ids. */
async function compareChanged(
  deps: Deps,
  window: Window,
  findings: Findings,
  onPage: (checked: number) => Promise<void>,
): Promise<Set<string>> {
  const seen = new Set<string>();
  const updatedFrom = new Date(window.from.getTime() - OVERLAP_MS);
  // Without an upper bound: a deal that changes while we page would leave the list and shift the pages after it.
  const open = window.to.getTime() > deps.clock.now().getTime() - OVERLAP_MS;
  const filters = { updatedFrom, ...(open ? {} : { updatedTo: window.to }) };
  let page: LeadFact[] = [];
  let readAt = deps.clock.now();
  const flush = async () => {
    const leadIds = page.map((fact) => fact.leadId);
    await comparePage(deps, window, { leadIds, facts: page, readAt }, findings);
    page = [];
    readAt = deps.clock.now();
    await onPage(seen.size);
  };
  for await (const fact of deps.amocrm.listLeads({ filters, withContacts: true })) {
    seen.add(fact.leadId);
    page.push(fact);
    if (page.length === PAGE) await flush();
  }
  await flush();
  return seen;
}

async function compareByIds(
  deps: Deps,
  window: Window,
  leadIds: string[],
  findings: Findings,
): Promise<void> {
  for (let start = 0; start < leadIds.length; start += PAGE) {
    const asked = leadIds.slice(start, start + PAGE);
    const readAt = deps.clock.now();
    const facts = await readByIds(deps.amocrm, asked);
    await comparePage(deps, window, { leadIds: asked, facts, readAt }, findings);
  }
}

/** Compares first and mends then, so that the report says what was wrong. */
async function comparePage(
  deps: Deps,
  window: Window,
  { leadIds, facts, readAt }: { leadIds: string[]; facts: LeadFact[]; readAt: Date },
  findings: Findings,
): Promise<void> {
  if (leadIds.length === 0) return;
  const ledger = await deps.ledger();
  for (const { verdict, difference } of await compare(deps, ledger, leadIds, facts))
    if (verdict !== 'same') findings[verdict].push(difference);
  countWon(ledger, window, facts, findings.won);
  await recordReadDeals(deps, ledger, facts, readAt);
}

/** The CRM's own count of sales closed in the time, by pipeline: what webhooks are held against. */
function countWon(ledger: Ledger, { from, to }: Window, facts: LeadFact[], won: Findings['won']): void {
  for (const fact of facts) {
    const inTime = fact.closedAt !== null && fact.closedAt >= from && fact.closedAt < to;
    if (!inTime || fact.pipelineId === null || !isSale(ledger, fact)) continue;
    won[fact.pipelineId] = (won[fact.pipelineId] ?? 0) + 1;
  }
}

const isSale = ({ world }: Ledger, { statusId, pipelineId, deleted }: LeadFact): boolean =>
  !deleted && statusId === world.wonStatusId && world.productOf(pipelineId).counted;

/**
 * Deals by id, deleted ones included. A deal that is in neither list proves nothing: the token's user may have lost
 * the right to see it. It is reported and left as it is.
 */
async function readByIds(amocrm: AmocrmClient, leadIds: string[]): Promise<LeadFact[]> {
  const living = await amocrm.leadsByIds(leadIds);
  const present = new Set(living.map((fact) => fact.leadId));
  const absent = leadIds.filter((leadId) => !present.has(leadId));
  return absent.length === 0 ? living : [...living, ...(await amocrm.deletedLeads(absent))];
}

async function compare(
  deps: Deps,
  ledger: Ledger,
  leadIds: string[],
  facts: LeadFact[],
): Promise<Comparison[]> {
  const ours = await knownDeals(deps.db, leadIds);
  const theirs = new Map(facts.map((fact) => [fact.leadId, fact]));
  return leadIds.map((leadId) =>
    compareDeal(leadId, ours.get(leadId) ?? null, theirs.get(leadId) ?? null, (fact) => isSale(ledger, fact)),
  );
}

/** Reads what differed once more: the proof that the repair worked. */
async function findUnmended(deps: Deps, findings: Findings): Promise<string[]> {
  const leadIds = [...findings.missing, ...findings.different, ...findings.extra].map(
    (difference) => difference.lead_id,
  );
  const unmended: string[] = [];
  for (let start = 0; start < leadIds.length; start += PAGE) {
    const asked = leadIds.slice(start, start + PAGE);
    const again = await compare(deps, await deps.ledger(), asked, await readByIds(deps.amocrm, asked));
    for (const { verdict, difference } of again) if (verdict !== 'same') unmended.push(difference.lead_id);
  }
  return unmended;
}
