import type { DiagnosticCheck, TokenHealth } from '@traffic/contract';
import { sql } from 'kysely';
import type { Db } from '../../platform/database/index.ts';
import { error, ok, warning } from './check.ts';

const DAY_MS = 86_400_000;
const OUTBOX_LATE_MS = 15 * 60_000;
const COMPARISON_MS = 26 * 3_600_000;
const CLOCK_SKEW_MS = 5_000;

/** Every key at once: the one that is in the worst way speaks. */
export function judgeTokens(name: string, tokens: readonly TokenHealth[]): DiagnosticCheck {
  const details = Object.fromEntries(tokens.map(({ service, level }) => [service, level]));
  const bad =
    tokens.find((token) => token.level === 'error') ?? tokens.find((token) => token.level === 'warning');
  if (bad === undefined) return ok(name, 'Ни один токен не кончается в ближайшие 30 дней', details);
  const trouble = {
    message: bad.message,
    cause: 'Срок токена подходит к концу или токен отозван',
    action: bad.action ?? 'Выпустите новый токен',
  };
  return bad.level === 'error' ? error(name, trouble, details) : warning(name, trouble, details);
}

/** What waits to leave the house: messages and copies of sales. */
export async function checkOutbox(db: Db, name: string, now: Date): Promise<DiagnosticCheck> {
  const late = new Date(now.getTime() - OUTBOX_LATE_MS);
  const lately = new Date(now.getTime() - DAY_MS);
  const { rows } = await sql<{ waiting: number; late: number; in_doubt: number; copies: number }>`
    select count(*) filter (where state = 'pending')::int as waiting,
      count(*) filter (where state = 'pending' and created_at < ${late})::int as late,
      count(*) filter (where state = 'in_doubt' and due_at > ${lately})::int as in_doubt,
      (select count(*)::int from projection_outbox) as copies
    from notifications where state in ('pending', 'in_doubt')`.execute(db);
  const found = rows[0] ?? { waiting: 0, late: 0, in_doubt: 0, copies: 0 };
  if (found.late > 0)
    return warning(
      name,
      {
        message: `Сообщений ждут дольше 15 минут: ${found.late}`,
        cause: 'Telegram просит подождать, или ни один worker не работает',
        action: 'Проверьте /readyz и состояние Telegram',
      },
      found,
    );
  if (found.in_doubt > 0)
    return warning(
      name,
      {
        message: `Неизвестно, дошли ли отчёты: ${found.in_doubt}`,
        cause: 'Отправка оборвалась до ответа Telegram; второй раз отчёт не посылаем',
        action: 'Посмотрите в чате; цифры есть на странице «Команды»',
      },
      found,
    );
  return ok(name, 'В очереди отправки нет застрявшего', found);
}

/** Deliveries that nobody will try again by themselves. */
export async function checkDeadLetters(db: Db, name: string): Promise<DiagnosticCheck> {
  const { rows } = await sql<{ failed: number; unread: number }>`
    select count(*) filter (where state = 'failed')::int as failed,
      count(*) filter (where state = 'quarantined')::int as unread
    from webhook_deliveries where state in ('failed', 'quarantined')`.execute(db);
  const found = rows[0] ?? { failed: 0, unread: 0 };
  if (found.failed + found.unread === 0) return ok(name, 'Все вебхуки обработаны', found);
  return error(
    name,
    {
      message: `Вебхуков не обработано: ${found.failed}, не разобрано: ${found.unread}`,
      cause: 'Обработка кончилась ошибкой, либо тело пришло в незнакомом виде',
      action: 'Откройте «Вебхуки», найдите причину и повторите их',
    },
    found,
  );
}

export type LastComparison = { id: string; at: Date; remaining: number } | null;

/** Whether the ledger was held against the CRM lately, and agreed. */
export function judgeReconciliation(
  name: string,
  last: LastComparison,
  configured: boolean,
  now: Date,
): DiagnosticCheck {
  const details = last === null ? {} : { ...last, at: last.at.toISOString() };
  if (!configured)
    return warning(
      name,
      {
        message: 'Сверять не с чем: AmoCRM не подключён',
        cause: 'Нет ключа AmoCRM',
        action: 'Задайте AMOCRM_DOMAIN и токен',
      },
      details,
    );
  if (last === null || now.getTime() - last.at.getTime() > COMPARISON_MS)
    return error(
      name,
      {
        message: 'Сверка с AmoCRM давно не проходила',
        cause: 'Сверка идёт каждый час: раз её нет сутки, она не удаётся',
        action: 'Нажмите «Сверить сейчас» на странице «Интеграции»',
      },
      details,
    );
  if (last.remaining > 0)
    return error(
      name,
      {
        message: `После сверки с AmoCRM расходятся сделки: ${last.remaining}`,
        cause: 'Эти сделки не удалось записать так, как они стоят в AmoCRM',
        action: 'Откройте последнюю сверку на странице «Интеграции»',
      },
      details,
    );
  return ok(name, 'Книга продаж совпадает с AmoCRM', details);
}

/** Clocks of both processes, and the day on which Almaty moved its own: both sides must know it. */
export async function checkClock(db: Db, name: string, now: Date): Promise<DiagnosticCheck> {
  const askedAt = performance.now();
  const { rows } = await sql<{ now: Date; before: number; after: number }>`
    select clock_timestamp() as now,
      extract(hour from timestamptz '2024-02-29 00:00Z' at time zone 'Asia/Almaty')::int as before,
      extract(hour from timestamptz '2024-03-01 00:00Z' at time zone 'Asia/Almaty')::int as after`.execute(
    db,
  );
  const { now: there = now, before = 0, after = 0 } = rows[0] ?? {};
  const travelMs = performance.now() - askedAt;
  const hour = (iso: string): number => Temporal.Instant.from(iso).toZonedDateTimeISO('Asia/Almaty').hour;
  const here = { before: hour('2024-02-29T00:00:00Z'), after: hour('2024-03-01T00:00:00Z') };
  const skewMs = Math.max(0, Math.abs(Date.now() - there.getTime()) - travelMs);
  const details = { skew_ms: Math.round(skewMs), database: { before, after }, server: here };
  if (before !== 6 || after !== 5 || here.before !== 6 || here.after !== 5)
    return error(
      name,
      {
        message: 'Таблица часовых поясов устарела: Алматы с 1 марта 2024 живёт по UTC+5',
        cause: 'Старый tzdata у PostgreSQL или у Node',
        action: 'Обновите tzdata и перезапустите PostgreSQL и сервер',
      },
      details,
    );
  if (skewMs > CLOCK_SKEW_MS)
    return error(
      name,
      {
        message: `Часы сервера и базы расходятся, секунд: ${Math.round(skewMs / 1000)}`,
        cause: 'Одни из часов не синхронизируются',
        action: 'Включите NTP на обеих машинах',
      },
      details,
    );
  return ok(name, 'Часы и часовые пояса сходятся', details);
}
