import type { ChatLanguage } from '@traffic/contract';
import { type Kysely, sql } from 'kysely';
import type { Db, Schema } from '../../platform/database/index.ts';

/** What a chat may have switched on. */
export type ChatChoice = 'sale_notices' | 'lead_notices' | 'reports' | 'alerts';

/** A chat as a message needs it. */
export type Chat = {
  chat_id: string;
  team_id: number | null;
  team_slug: string | null;
  language: ChatLanguage;
  title: string;
};

/** Chats that get messages of this kind now: not removed, not switched off, not blocked. */
export async function chatsFor(db: Kysely<Schema>, choice: ChatChoice): Promise<Chat[]> {
  const { rows } = await sql<Chat>`
    select c.chat_id, c.team_id, t.slug as team_slug, c.language, c.title
    from telegram_chats c left join traffic_teams t on t.id = c.team_id
    where c.removed_at is null and c.disabled_at is null and c.blocked_at is null and ${sql.ref(`c.${choice}`)}
    order by c.id`.execute(db);
  return rows;
}

/**
 * Makes the chats of TELEGRAM_CHAT_IDS known: everybody's figures, Russian, until a person chooses otherwise. One that is
 * named there no more gets no more messages.
 */
export async function ensureEnvironmentChats(db: Db, chatIds: readonly string[], now: Date): Promise<void> {
  await sql`
    insert into telegram_chats (chat_id, language, origin, created_at)
    select chat_id, 'ru', 'environment', ${now} from unnest(${[...chatIds]}::text[]) as chat_id
    on conflict (chat_id) do update set removed_at = null, origin = 'environment',
      created_at = case when telegram_chats.removed_at is null then telegram_chats.created_at else excluded.created_at end
    where telegram_chats.removed_at is not null`.execute(db);
  await sql`
    update telegram_chats set removed_at = ${now}
    where origin = 'environment' and removed_at is null and chat_id <> all(${[...chatIds]}::text[])`.execute(
    db,
  );
}

/** Telegram refuses the bot in this chat: nothing more is written there until it answers again. */
export async function markBlocked(db: Db, chatId: string, answer: string, now: Date): Promise<void> {
  await sql`
    update telegram_chats set blocked_at = coalesce(blocked_at, ${now}), last_answer = ${answer}, last_answer_at = ${now}
    where chat_id = ${chatId}`.execute(db);
  await sql`
    update notifications set state = 'failed', answer = ${answer}
    where chat_id = ${chatId} and state = 'pending'`.execute(db);
}

/** What Telegram answered to the last message for a chat; a message that arrived proves that the bot may write there. */
export async function noteAnswer(
  db: Db,
  chatId: string,
  { answer, sent }: { answer: string; sent: boolean },
  now: Date,
): Promise<void> {
  await sql`
    update telegram_chats set last_answer = ${answer}, last_answer_at = ${now},
      blocked_at = case when ${sent} then null else blocked_at end
    where chat_id = ${chatId}`.execute(db);
}

/** A group became a supergroup: the chat and what waits for it go over to the new id. */
export async function moveChat(db: Db, from: string, to: string): Promise<void> {
  await sql`
    update telegram_chats set chat_id = ${to} where chat_id = ${from}
      and not exists (select from telegram_chats where chat_id = ${to})`.execute(db);
  await sql`
    update notifications set chat_id = ${to}, claimed_at = null
    where chat_id = ${from} and state = 'pending'`.execute(db);
}
