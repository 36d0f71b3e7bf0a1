import type { DiagnosticCheck, SourceState } from '@traffic/contract';
import { sql } from 'kysely';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import { tripwireState } from '../tripwire/index.ts';
import { error, ok, warning } from './check.ts';

const QUIET_MS = 48 * 3_600_000;

/** Sentences for a source in each of its states; a failed one says its own reason. */
type Words = { fresh: string; notConfigured: string; never: string; action: string };

/** A source as every report already sees it. */
export function judgeSource(name: string, source: SourceState | undefined, words: Words): DiagnosticCheck {
  const details = {
    updated_at: source?.updated_at ?? null,
    incomplete_since: source?.incomplete_since ?? null,
  };
  if (source === undefined || source.status === 'not_configured')
    return warning(
      name,
      { message: words.notConfigured, cause: 'Ключ или адрес не задан', action: words.action },
      details,
    );
  if (source.status === 'never')
    return warning(
      name,
      { message: words.never, cause: 'Первое чтение ещё не закончилось', action: words.action },
      details,
    );
  const reason = source.reason ?? words.never;
  if (source.status === 'failed')
    return error(
      name,
      { message: reason, cause: 'Последнее чтение не удалось', action: words.action },
      details,
    );
  if (source.status === 'stale')
    return warning(
      name,
      { message: reason, cause: 'Данные старше, чем должны быть', action: words.action },
      details,
    );
  return ok(name, words.fresh, details);
}

/** The Landing database and what waits to be copied into it. */
export async function checkLanding(
  db: Db,
  name: string,
  source: SourceState | undefined,
): Promise<DiagnosticCheck> {
  const { rows } = await sql<{ waiting: number; refused: number }>`
    select count(*)::int as waiting, count(*) filter (where failures > 0)::int as refused
    from projection_outbox`.execute(db);
  const { waiting, refused } = rows[0] ?? { waiting: 0, refused: 0 };
  const judged = judgeSource(name, source, {
    fresh: 'Лиды с лендингов приходят, копии продаж записаны',
    notConfigured: 'С лендингов ещё не пришло ни одного лида',
    never: 'С лендингов ещё не пришло ни одного лида',
    action: 'Настройте отправку лидов на POST /api/landing/leads или задайте LANDING_DATABASE_URL',
  });
  const details = { ...judged.details, waiting, refused };
  if (judged.status === 'ok' && refused > 0)
    return error(
      name,
      {
        message: `База лендинга не принимает продажи: ${refused}`,
        cause: 'Её таблицы отличаются от описания',
        action: 'Сравните таблицы базы лендинга с docs и повторите',
      },
      details,
    );
  return { ...judged, details };
}

/** The Tripwire lessons as a source. */
export async function checkTripwire(
  deps: { db: Db; clock: Clock },
  name: string,
  configured: boolean,
): Promise<DiagnosticCheck> {
  const state = await tripwireState(deps, configured);
  return judgeSource(
    name,
    { ...state, key: 'landing', incomplete_since: null },
    {
      fresh: 'База Tripwire читается',
      notConfigured: 'База Tripwire не подключена',
      never: 'База Tripwire ещё не прочитана',
      action: 'Задайте TRIPWIRE_DATABASE_URL и проверьте столбцы',
    },
  );
}

/** Whether the ProfTest forms still send people. */
export async function checkProftest(db: Db, name: string, now: Date): Promise<DiagnosticCheck> {
  const { rows } = await sql<{ last: Date | null; week: number }>`
    select max(created_at) as last,
      count(*) filter (where created_at > ${new Date(now.getTime() - 7 * 86_400_000)})::int as week
    from landing_leads where lower(source) like 'proftest%'`.execute(db);
  const last = rows[0]?.last ?? null;
  const details = { last_lead_at: last?.toISOString() ?? null, last_7_days: rows[0]?.week ?? 0 };
  const action = 'Отправьте форму ProfTest сами и проверьте ключ leads:write лендинга';
  if (last === null)
    return warning(
      name,
      { message: 'С ProfTest ещё не пришло ни одного лида', cause: 'Форма не подключена', action },
      details,
    );
  if (now.getTime() - last.getTime() > QUIET_MS)
    return warning(
      name,
      {
        message: 'С ProfTest больше двух суток нет лидов',
        cause: 'Реклама стоит, или форма перестала отправлять лиды',
        action,
      },
      details,
    );
  return ok(name, `Лиды с ProfTest приходят, за 7 дней: ${details.last_7_days}`, details);
}
