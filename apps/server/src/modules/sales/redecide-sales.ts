import type { Transaction } from 'kysely';
import type { Schema } from '../../platform/database/index.ts';
import { loadDeals, lockDeals } from './deals-repo.ts';
import type { Ledger } from './ledger.ts';
import { loadSales } from './ledger-repo.ts';
import { recreditSale } from './write-sale.ts';

/**
 * Decides the teams of these people's sales again, after one of their touches arrived late: a lead that
 * reaches us after the sale it led to counts all the same, as long as its time is before the money.
 */
export async function redecideSales(
  trx: Transaction<Schema>,
  ledger: Ledger,
  personIds: string[],
): Promise<void> {
  if (personIds.length === 0) return;
  const owned = await trx
    .selectFrom('all_sales_tracking')
    .select('lead_id')
    .where('person_id', 'in', personIds)
    .execute();
  const leadIds = owned.map((row) => row.lead_id);
  if (leadIds.length === 0) return;
  await lockDeals(trx, leadIds);
  const deals = await loadDeals(trx, leadIds);
  const sales = await loadSales(trx, leadIds);
  for (const [leadId, sale] of sales) {
    const deal = deals.get(leadId);
    if (deal !== undefined) await recreditSale(trx, ledger, deal, sale);
  }
}
