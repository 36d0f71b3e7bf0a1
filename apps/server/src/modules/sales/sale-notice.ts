import type { Db } from '../../platform/database/index.ts';
import type { SaleNotice } from '../notifications/index.ts';

/** What the notice of a sale says, as the ledger has it now; null when the sale was reversed meanwhile. */
export async function loadSaleNotice(
  db: Db,
  saleId: string,
): Promise<(SaleNotice & { teamId: number | null }) | null> {
  const row = await db
    .selectFrom('all_sales_tracking as s')
    .leftJoin('traffic_teams as t', 't.id', 's.team_id')
    .select([
      's.contact_name',
      's.lead_name',
      's.sale_amount',
      's.currency',
      's.product_name',
      's.utm_campaign',
    ])
    .select(['s.team_id', 't.name as team_name', 't.emoji as team_emoji', 's.reversed_at'])
    .where('s.id', '=', saleId)
    .executeTakeFirst();
  if (row === undefined || row.reversed_at !== null) return null;
  return {
    teamId: row.team_id,
    team: row.team_name === null ? null : { name: row.team_name, emoji: row.team_emoji ?? '' },
    buyer: row.contact_name ?? row.lead_name,
    amount: row.sale_amount,
    currency: row.currency,
    product: row.product_name,
    campaign: row.utm_campaign,
  };
}
