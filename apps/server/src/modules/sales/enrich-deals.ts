import { sql } from 'kysely';
import type { AmocrmClient } from '../../integrations/amocrm/index.ts';
import { believed, type Db, laterBy } from '../../platform/database/index.ts';
import type { Logger } from '../../platform/log.ts';
import type { Ledger } from './ledger.ts';
import { recordReadDeals } from './read-deals.ts';

const BATCH = 50;
/** How long a claimed deal stays out of other workers' reach; after a crash it becomes due again. */
const LEASE_MS = 120_000;
const MAX_ATTEMPTS = 12;

type Deps = {
  db: Db;
  amocrm: AmocrmClient;
  log: Logger;
  ledger: () => Promise<Ledger>;
  /** The buyers of these deals are known, or will not be: their notices need not wait longer. */
  onEnriched(leadIds: string[]): Promise<void>;
};

/**
 * Reads the deals of fresh sales and their buyers from the CRM, up to 50 in two calls.
 * @returns true when more may be due
 */
export async function enrichDeals(deps: Deps): Promise<boolean> {
  const ledger = await deps.ledger();
  const leadIds = await claim(deps.db, ledger.now);
  if (leadIds.length === 0) return false;
  const facts = await deps.amocrm.leadsByIds(leadIds);
  await recordReadDeals(deps, ledger, facts, ledger.now);
  await deps.db
    .updateTable('deals')
    .set({ enrich_after: null, enriched_at: ledger.now })
    .where('lead_id', 'in', leadIds)
    .execute();
  await deps.onEnriched(leadIds);
  return leadIds.length === BATCH;
}

/** Takes due deals on lease. A deal that failed too often is left alone: reconciliation reads it again. */
async function claim(db: Db, now: Date): Promise<string[]> {
  const until = laterBy(now, LEASE_MS / 1000);
  const result = await sql<{ lead_id: string }>`
    update deals set
      enrich_attempts = enrich_attempts + 1,
      enrich_after = case when enrich_attempts + 1 >= ${MAX_ATTEMPTS} then null else ${until} end
    where lead_id in (
      select lead_id from deals where enrich_after <= ${believed(now)} order by enrich_after limit ${BATCH} for update skip locked)
    returning lead_id`.execute(db);
  return result.rows.map((row) => row.lead_id);
}
