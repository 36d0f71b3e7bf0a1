import { type Db, laterBy } from '../../platform/database/index.ts';
import { sql } from 'kysely';
import { dueReports } from './due-reports.ts';

/**
 * Puts the reports whose hour has come into the outbox, one a (report, date, chat) however many processes do it. Their
 * figures are read when they are sent. A chat that was connected after the hour starts with the next one.
 */
export async function queueReports(db: Db, now: Date, zone: string): Promise<void> {
  for (const { kind, start, end, dueAt } of dueReports(now, zone)) {
    const payload = JSON.stringify({ report: kind, start, end });
    await sql`
      insert into notifications (dedupe_key, kind, chat_id, payload, due_at)
      select ${`report:${kind}:${start}:`} || chat_id, 'report', chat_id, ${payload}::jsonb, ${laterBy(now, 0)}
      from telegram_chats
      where removed_at is null and disabled_at is null and blocked_at is null and reports and created_at <= ${dueAt}
      on conflict (dedupe_key) do nothing`.execute(db);
  }
}
