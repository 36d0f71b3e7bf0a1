import { type Kysely, sql } from 'kysely';
import { laterBy, type Schema } from '../../platform/database/index.ts';
import { chatsFor } from './chats-repo.ts';

/** The buyer's name is worth waiting for, but not longer than this. */
const BUYER_WAIT_MS = 60_000;
/** A sale older than this when we learn of it is history, not news. */
const NEWS_MS = 24 * 3_600_000;
/** A lead is answered within minutes: a flood of old ones helps nobody. */
const LEAD_NEWS_MS = 3_600_000;

type Row = { dedupe_key: string; kind: string; chat_id: string; payload: string; due_at: Date };

/**
 * Puts the notices of new sales into the outbox, one a sale and chat, in the transaction that makes the sales.
 * The key makes a second notice of the same sale impossible, however often the sale is processed. Whose sale it is may
 * still change before it is told: a team's chat gets a row too, and only the right one is sent.
 */
export async function queueSaleNotices(
  trx: Kysely<Schema>,
  sales: { saleId: string; leadId: string; saleDate: Date }[],
  options: { now: Date; waitForBuyer: boolean },
): Promise<void> {
  const news = sales.filter((sale) => options.now.getTime() - sale.saleDate.getTime() <= NEWS_MS);
  if (news.length === 0) return;
  const chats = await chatsFor(trx, 'sale_notices');
  const dueAt = new Date(options.now.getTime() + (options.waitForBuyer ? BUYER_WAIT_MS : 0));
  await queue(
    trx,
    news.flatMap((sale) =>
      chats.map(({ chat_id }) => ({
        dedupe_key: `sale:${sale.saleId}:${chat_id}`,
        kind: 'sale',
        chat_id,
        payload: JSON.stringify({ sale_id: sale.saleId, lead_id: sale.leadId }),
        due_at: dueAt,
      })),
    ),
    options.now,
  );
}

/** Lets the notices of these deals go now: their buyers are known. */
export async function releaseSaleNotices(db: Kysely<Schema>, leadIds: string[], now: Date): Promise<void> {
  await sql`
    update notifications set due_at = ${laterBy(now, 0)}
    where state = 'pending' and kind = 'sale' and due_at > ${laterBy(now, 0)} and attempts = 0
      and payload ->> 'lead_id' = any(${leadIds}::text[])`.execute(db);
}

/** Puts the notices of new leads into the outbox, for the chats that chose them, in the transaction that records the leads. */
export async function queueLeadNotices(
  trx: Kysely<Schema>,
  leads: { leadId: string; createdAt: Date }[],
  now: Date,
): Promise<void> {
  const news = leads.filter((lead) => now.getTime() - lead.createdAt.getTime() <= LEAD_NEWS_MS);
  if (news.length === 0) return;
  const chats = await chatsFor(trx, 'lead_notices');
  await queue(
    trx,
    news.flatMap((lead) =>
      chats.map(({ chat_id }) => ({
        dedupe_key: `lead:${lead.leadId}:${chat_id}`,
        kind: 'lead',
        chat_id,
        payload: JSON.stringify({ landing_lead_id: lead.leadId }),
        due_at: now,
      })),
    ),
    now,
  );
}

/** One message a key, however often and by however many processes it is queued. */
export async function queue(trx: Kysely<Schema>, rows: Row[], now: Date): Promise<void> {
  if (rows.length === 0) return;
  const values = rows.map((row) => ({
    ...row,
    due_at: laterBy(now, (row.due_at.getTime() - now.getTime()) / 1000),
  }));
  await trx
    .insertInto('notifications')
    .values(values)
    .onConflict((conflict) => conflict.column('dedupe_key').doNothing())
    .execute();
}
