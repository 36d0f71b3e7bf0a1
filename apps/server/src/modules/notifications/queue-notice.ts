import { type Kysely, sql } from 'kysely';
import type { Schema } from '../../platform/database/index.ts';

/** The buyer's name is worth waiting for, but not longer than this. */
const BUYER_WAIT_MS = 60_000;
/** A sale older than this when we learn of it is history, not news. */
const NEWS_MS = 24 * 3_600_000;

/**
 * Puts the notices of new sales into the outbox, one a sale and chat, in the transaction that makes the sales.
 * The key makes a second notice of the same sale impossible, however often the sale is processed.
 */
export async function queueSaleNotices(
  trx: Kysely<Schema>,
  sales: { saleId: string; leadId: string; saleDate: Date }[],
  options: { chatIds: string[]; now: Date; waitForBuyer: boolean },
): Promise<void> {
  const news = sales.filter((sale) => options.now.getTime() - sale.saleDate.getTime() <= NEWS_MS);
  if (options.chatIds.length === 0 || news.length === 0) return;
  const dueAt = new Date(options.now.getTime() + (options.waitForBuyer ? BUYER_WAIT_MS : 0));
  await trx
    .insertInto('notifications')
    .values(
      news.flatMap((sale) =>
        options.chatIds.map((chatId) => ({
          dedupe_key: `sale:${sale.saleId}:${chatId}`,
          kind: 'sale',
          chat_id: chatId,
          payload: JSON.stringify({ sale_id: sale.saleId, lead_id: sale.leadId }),
          due_at: dueAt,
        })),
      ),
    )
    .onConflict((conflict) => conflict.column('dedupe_key').doNothing())
    .execute();
}

/** Lets the notices of these deals go now: their buyers are known. */
export async function releaseSaleNotices(db: Kysely<Schema>, leadIds: string[], now: Date): Promise<void> {
  await sql`
    update notifications set due_at = ${now}
    where state = 'pending' and kind = 'sale' and due_at > ${now} and attempts = 0
      and payload ->> 'lead_id' = any(${leadIds}::text[])`.execute(db);
}
