import type { TelegramChat, TelegramResponse } from '@traffic/contract';
import { sql } from 'kysely';
import type { Db } from '../../platform/database/index.ts';
import { readQuietHours } from './quiet-hours.ts';

type Row = Omit<TelegramChat, 'last_answer_at'> & { last_answer_at: Date | null };

/** The bot, its chats (those taken away left out), and the quiet hours. */
export async function readTelegramSettings(
  db: Db,
  configured: boolean,
): Promise<Omit<TelegramResponse, 'success'>> {
  const inbox = await db
    .selectFrom('telegram_inbox')
    .select(['bot_name', 'polled_at', 'failure'])
    .executeTakeFirst();
  return {
    bot: {
      configured,
      name: inbox?.bot_name ?? null,
      polled_at: inbox?.polled_at?.toISOString() ?? null,
      failure: inbox?.failure ?? null,
    },
    chats: await listChats(db),
    quiet_hours: await readQuietHours(db),
  };
}

/** Chats as the settings show them, in the order they came; of one id, that one alone. */
export async function listChats(db: Db, id?: string): Promise<TelegramChat[]> {
  const { rows } = await sql<Row>`
    select c.id::text, c.chat_id, c.title, c.language, c.origin, c.sale_notices, c.lead_notices, c.reports, c.alerts,
      case when t.id is null then null else jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name,
        'emoji', t.emoji, 'color', t.color) end as team,
      case when c.disabled_at is not null then 'disabled' when c.blocked_at is not null then 'blocked'
        else 'active' end as state,
      c.last_answer, c.last_answer_at,
      (select count(*)::int from notifications n where n.chat_id = c.chat_id and n.state = 'pending') as waiting
    from telegram_chats c left join traffic_teams t on t.id = c.team_id
    where c.removed_at is null ${id === undefined ? sql`` : sql`and c.id = ${id}::bigint`}
    order by c.id`.execute(db);
  return rows.map((row) => ({ ...row, last_answer_at: row.last_answer_at?.toISOString() ?? null }));
}
