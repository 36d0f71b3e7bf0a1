import { sql, type Transaction } from 'kysely';
import { mayMove, movedAds } from '../attribution/index.ts';
import type { Db, Schema } from '../../platform/database/index.ts';
import { recreditSales } from './credit-sales.ts';
import type { Ledger } from './ledger.ts';

const BATCH = 200;

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
    .where('person_id', '=', sql<string>`any(${personIds}::bigint[])`)
    .execute();
  await recreditSales(
    trx,
    ledger,
    owned.map((row) => row.lead_id),
  );
}

/**
 * Decides the sales again that had a touch but found no team, and those whose ad is another team's now, after spend
 * was read or a campaign assigned: Meta may not have told us of the ad when the sale came. In batches, each in a
 * transaction of its own.
 */
export async function redecideSalesOfAds(db: Db, ledger: Ledger): Promise<void> {
  const { rows } = await sql<{ lead_id: string }>`
    select s.lead_id from all_sales_tracking s join attributions a on a.id = s.attribution_id
    where ${mayMove(await movedAds(db, ledger.rules))} order by s.id`.execute(db);
  for (let start = 0; start < rows.length; start += BATCH)
    await db.transaction().execute((trx) =>
      recreditSales(
        trx,
        ledger,
        rows.slice(start, start + BATCH).map((row) => row.lead_id),
      ),
    );
}
