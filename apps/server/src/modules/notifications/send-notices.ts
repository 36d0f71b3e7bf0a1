import { sql } from 'kysely';
import type { SendResult, TelegramClient } from '../../integrations/telegram/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Logger } from '../../platform/log.ts';
import { formatSaleNotice, type SaleNotice } from './format-sale-notice.ts';

const BATCH = 20;
/** How long a claimed notice stays out of other workers' reach. */
const LEASE_SECONDS = 120;
const MAX_ATTEMPTS = 10;

type Deps = {
  db: Db;
  telegram: TelegramClient;
  clock: Clock;
  log: Logger;
  /** What to say of a sale now; null when there is nothing to say any more. */
  loadSale(saleId: string): Promise<SaleNotice | null>;
};

type Claimed = { id: string; chat_id: string; attempts: number; payload: { sale_id: string } };

/**
 * Sends due notices. Each is taken on lease before it is sent and its answer is written after, so two
 * workers never send the same one; a crash between the two repeats that single message after the lease.
 *
 * @returns true when more may be due
 */
export async function sendNotices(deps: Deps): Promise<boolean> {
  const claimed = await claim(deps.db, deps.clock.now());
  for (const notice of claimed) await sendOne(deps, notice);
  return claimed.length === BATCH;
}

async function claim(db: Db, now: Date): Promise<Claimed[]> {
  const until = new Date(now.getTime() + LEASE_SECONDS * 1000);
  const result = await sql<Claimed>`
    update notifications set attempts = attempts + 1, due_at = ${until}
    where id in (
      select id from notifications where state = 'pending' and due_at <= ${now}
      order by due_at, id limit ${BATCH} for update skip locked)
    returning id, chat_id, attempts, payload`.execute(db);
  return result.rows;
}

async function sendOne(deps: Deps, notice: Claimed): Promise<void> {
  const sale = await deps.loadSale(notice.payload.sale_id);
  if (sale === null)
    return close(deps, notice, 'cancelled', 'the sale was reversed before its notice was sent');
  const result = await deps.telegram.send(notice.chat_id, formatSaleNotice(sale));
  if (result.kind === 'sent') return close(deps, notice, 'sent', result.answer, result.messageId);
  deps.log.warn(
    { notice: notice.id, attempts: notice.attempts, answer: result.answer },
    'notice not delivered',
  );
  if (result.kind === 'refused' || notice.attempts >= MAX_ATTEMPTS)
    return close(deps, notice, 'failed', result.answer);
  await postpone(deps, notice, result);
}

async function close(
  deps: Deps,
  notice: Claimed,
  state: 'sent' | 'failed' | 'cancelled',
  answer: string,
  messageId: number | null = null,
): Promise<void> {
  await deps.db
    .updateTable('notifications')
    .set({
      state,
      answer,
      message_id: messageId === null ? null : String(messageId),
      sent_at: state === 'sent' ? deps.clock.now() : null,
    })
    .where('id', '=', notice.id)
    .execute();
}

async function postpone(deps: Deps, notice: Claimed, result: SendResult & { kind: 'later' }): Promise<void> {
  const seconds = result.retryAfterSeconds ?? Math.min(600, 2 ** notice.attempts * 5);
  await deps.db
    .updateTable('notifications')
    .set({ due_at: new Date(deps.clock.now().getTime() + seconds * 1000), answer: result.answer })
    .where('id', '=', notice.id)
    .execute();
}
