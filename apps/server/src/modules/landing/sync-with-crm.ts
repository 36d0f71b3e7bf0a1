import type { LandingSyncCounts } from '@traffic/contract';
import { normaliseEmail, normalisePhone } from '../../platform/phone.ts';
import type { ReportProgress } from '../operations/index.ts';
import { type Ledger, recordReadDeals } from '../sales/index.ts';
import { fetchLandingLeads } from './fetch-leads.ts';
import { lookUpLeads } from './look-up-leads.ts';
import {
  confirmOwnIds,
  countLanding,
  markTold,
  matchLeads,
  tellMatches,
  unmatchedLeads,
  untoldMatches,
} from './matches-repo.ts';
import type { SyncDeps } from './sync-deps.ts';

/** The first run reads this many deals of the pipeline; later ones what changed since. */
const FIRST_DEALS = 500;
/** The CRM's clock and ours may differ. */
const OVERLAP_MS = 10 * 60_000;
const PAGE = 1_000;
const DEALS_PAGE = 250;

/**
 * Finds for every landing lead the deal it became in AmoCRM, by phone and then e-mail, and writes `amocrm_lead_id`
 * and `amocrm_synced` on both sides. Works with our own tables; the CRM is read for the pipeline's new deals, and
 * asked for single leads that still have none. A CRM or a Landing database that is away leaves the run partial:
 * what could be matched is.
 *
 * @param since up to when an earlier run has read the CRM's deals; null = none has
 */
export async function syncLandingWithCrm(
  deps: SyncDeps,
  since: Date | null,
  report: ReportProgress,
): Promise<LandingSyncCounts> {
  const problems: string[] = [];
  const attempt = async <T>(work: () => Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      deps.log.warn({ err: error }, 'a part of the landing sync was not possible');
      problems.push(error instanceof Error ? error.message : String(error));
      return otherwise;
    }
  };
  const readFrom = deps.clock.now();
  await attempt(() => fetchLandingLeads(deps, { full: false }, report), null);
  const dealsRead = await attempt(() => readDeals(deps, since, report), null);
  let synced = await matchAll(deps, report);
  // A CRM that refused the list is not asked a hundred times more.
  const lookedUp = dealsRead === null ? 0 : await attempt(() => lookUpLeads(deps), 0);
  if (lookedUp > 0) synced += await matchAll(deps, report);
  await attempt(() => tellLanding(deps), undefined);
  const { leads, matched, email, sms } = await countLanding(deps.db);
  return {
    status: problems.length > 0 ? 'partial' : 'ok',
    synced,
    already_synced: matched - synced,
    not_found: leads - matched,
    email,
    sms,
    leads,
    deals_read: dealsRead ?? 0,
    looked_up: lookedUp,
    read_to: dealsRead === null ? (since?.toISOString() ?? null) : readFrom.toISOString(),
    problems,
  };
}

/** The pipelines whose deals the landing side opens: those of the product that it keeps as Express sales. */
function landingPipelines({ academy }: Ledger): number[] {
  return [...academy.productByPipeline]
    .filter(([, product]) => academy.ledgerTables.get(product.key) === 'express_course_sales')
    .map(([pipelineId]) => pipelineId);
}

/** @returns how many deals were read; null without a CRM */
async function readDeals(deps: SyncDeps, since: Date | null, report: ReportProgress): Promise<number | null> {
  const { amocrm } = deps;
  if (amocrm === null) return null;
  const pipelineIds = landingPipelines(await deps.ledger());
  const readAt = deps.clock.now();
  const facts =
    since === null
      ? await amocrm.newestLeads({ pipelineIds, count: FIRST_DEALS })
      : await Array.fromAsync(
          amocrm.listLeads({
            filters: { updatedFrom: new Date(since.getTime() - OVERLAP_MS) },
            withContacts: true,
          }),
        );
  const ours = facts.filter((fact) => fact.pipelineId !== null && pipelineIds.includes(fact.pipelineId));
  for (let start = 0; start < ours.length; start += DEALS_PAGE) {
    await recordReadDeals(
      { ...deps, amocrm },
      await deps.ledger(),
      ours.slice(start, start + DEALS_PAGE),
      readAt,
    );
    await report({ done: Math.min(start + DEALS_PAGE, ours.length), total: ours.length, note: 'deals' });
  }
  return ours.length;
}

async function matchAll(deps: SyncDeps, report: ReportProgress): Promise<number> {
  const pipelineIds = landingPipelines(await deps.ledger());
  let synced = await confirmOwnIds(deps.db);
  let after: { at: string; id: string } | null = null;
  for (let done = 0; ; done += PAGE) {
    const page: Awaited<ReturnType<typeof unmatchedLeads>> = await unmatchedLeads(deps.db, after, PAGE);
    const keys = page.map((lead) => ({
      lead_id: lead.id,
      phone: normalisePhone(lead.phone),
      email: normaliseEmail(lead.email),
      created_at: lead.at,
    }));
    synced += await matchLeads(deps.db, keys, { pipelineIds, now: deps.clock.now() });
    await report({ done: done + page.length, total: null, note: 'leads' });
    after = page.at(-1) ?? null;
    if (page.length < PAGE) return synced;
  }
}

/** Writes new matches into a separate Landing database; with the tables in ours they are there already. */
async function tellLanding(deps: SyncDeps): Promise<void> {
  const landing = await deps.landing.separate();
  for (;;) {
    const untold = await untoldMatches(deps.db, PAGE);
    if (untold.length > 0 && landing !== null) await tellMatches(landing, untold);
    await markTold(deps.db, untold);
    if (untold.length < PAGE) return;
  }
}
