import type { DiagnosticCheck } from '@traffic/contract';
import { sql } from 'kysely';
import type { Db } from '../../platform/database/index.ts';
import { error, ok, warning } from './check.ts';

export type TelegramFacts = {
  /** Chats that get messages, and those that Telegram does not let the bot into. */
  chats: number;
  blocked: number;
  dead_token: boolean;
  /** Why the bot cannot read what people write; null while it can. */
  failure: string | null;
  last_answer: string | null;
  last_state: string | null;
  last_at: Date | null;
};

/** How Telegram is, from what it answered: it is never asked here. */
export async function telegramFacts(db: Db): Promise<TelegramFacts> {
  const { rows } = await sql<TelegramFacts>`
    select (select count(*)::int from telegram_chats
        where removed_at is null and disabled_at is null and blocked_at is null) as chats,
      (select count(*)::int from telegram_chats
        where removed_at is null and disabled_at is null and blocked_at is not null) as blocked,
      exists (select from alarms where key = 'telegram.token' and closed_at is null) as dead_token,
      inbox.failure, last.answer as last_answer, last.state as last_state, last.at as last_at
    from telegram_inbox inbox left join lateral (
      select answer, state, coalesce(sent_at, due_at) as at from notifications
      where state in ('sent', 'failed') or (state = 'pending' and attempts > 0)
      order by id desc limit 1) last on true`.execute(db);
  return (
    rows[0] ?? {
      ...{ chats: 0, blocked: 0, dead_token: false, failure: null },
      ...{ last_answer: null, last_state: null, last_at: null },
    }
  );
}

/** Whether Telegram takes our messages, by its own answers. */
export function judgeTelegram(name: string, facts: TelegramFacts, configured: boolean): DiagnosticCheck {
  const { last_at, ...rest } = facts;
  const details = { ...rest, last_at: last_at?.toISOString() ?? null };
  const action = 'Отправьте проверку на странице «Настройки», «Уведомления»';
  if (!configured)
    return warning(
      name,
      {
        message: 'Telegram не подключён',
        cause: 'Не задан TELEGRAM_BOT_TOKEN',
        action: 'Задайте TELEGRAM_BOT_TOKEN и подключите чат в «Настройках»',
      },
      details,
    );
  if (facts.dead_token)
    return error(
      name,
      {
        message: 'Telegram не принимает токен бота',
        cause: 'Токен отозван или записан с ошибкой',
        action: 'Возьмите токен у @BotFather и обновите TELEGRAM_BOT_TOKEN',
      },
      details,
    );
  if (facts.blocked > 0)
    return error(
      name,
      {
        message: `Чатов, куда бота не пускают: ${facts.blocked}`,
        cause: 'Бота удалили из чата или заблокировали',
        action: 'Верните бота в чат и отправьте проверку на странице «Настройки», «Уведомления»',
      },
      details,
    );
  if (facts.chats === 0)
    return warning(
      name,
      {
        message: 'У Telegram нет ни одного чата',
        cause: 'Чат ещё не подключили, или все отключены',
        action: 'Подключите чат на странице «Настройки», «Уведомления»',
      },
      details,
    );
  if (facts.last_state === 'failed')
    return error(
      name,
      {
        message: `Telegram не принял последнее сообщение: ${facts.last_answer ?? ''}`,
        cause: 'Бота удалили из чата, или токен не подходит',
        action,
      },
      details,
    );
  if (facts.failure !== null)
    return warning(
      name,
      {
        message: `Бот не слышит, что ему пишут: ${facts.failure}`,
        cause: 'Telegram недоступен, или бота читает ещё кто-то',
        action: 'Убедитесь, что этот токен не занят другой программой',
      },
      details,
    );
  if (facts.last_state === null)
    return warning(
      name,
      { message: 'В Telegram ещё ничего не отправляли', cause: 'Новых продаж не было', action },
      details,
    );
  return ok(name, `Telegram принимает сообщения, чатов: ${facts.chats}`, details);
}
