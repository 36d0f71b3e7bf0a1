import type { SourceState } from '@traffic/contract';
import { sql } from 'kysely';
import type { Db } from '../../platform/database/index.ts';

/** Spend is read hourly: two missed hours are a problem. */
const SPEND_STALE_MS = 2.5 * 3_600_000;
/** A rate is published on working days; longer without one and spend stays unconverted. */
const RATE_STALE_MS = 36 * 3_600_000;

/** Freshness and completeness of Meta's spend and of the exchange rates. */
export async function spendFreshness(
  db: Db,
  now: Date,
  configured: { meta: boolean; rates: boolean },
): Promise<SourceState[]> {
  return [await metaState(db, now, configured.meta), await ratesState(db, now, configured.rates)];
}

async function metaState(db: Db, now: Date, configured: boolean): Promise<SourceState> {
  const { rows } = await sql<{
    oldest: Date | null;
    failed_since: Date | null;
    failure: string | null;
    unread: boolean;
    complete_until: Date | null;
    never_read: boolean;
  }>`
    select min(synced_at) as oldest, min(failed_since) as failed_since,
      min(synced_at) filter (where failed_since is not null) as complete_until,
      bool_or(synced_at is null) as unread, coalesce(bool_or(synced_at is null and failed_since is not null), false) as never_read,
      (array_agg(failure order by failed_since) filter (where failed_since is not null))[1] as failure
    from ad_accounts where included`.execute(db);
  const row = rows[0];
  const oldest = row?.oldest ?? null;
  const state = { key: 'meta' as const, updated_at: oldest?.toISOString() ?? null };
  if (row?.failed_since)
    return {
      ...state,
      status: 'failed',
      // Not since the failure was noticed: what was spent after the last good reading is missing, too.
      incomplete_since: row.never_read ? null : (row.complete_until?.toISOString() ?? null),
      reason: row.failure,
    };
  if (oldest === null)
    return {
      ...state,
      status: configured ? 'never' : 'not_configured',
      incomplete_since: null,
      reason: null,
    };
  const stale = now.getTime() - oldest.getTime() > SPEND_STALE_MS;
  const reason = row?.unread
    ? 'Часть рекламных кабинетов ещё не прочитана'
    : stale
      ? 'Расходы Meta давно не обновлялись'
      : null;
  return {
    ...state,
    status: reason === null ? 'ok' : 'stale',
    incomplete_since: reason === null ? null : oldest.toISOString(),
    reason,
  };
}

async function ratesState(db: Db, now: Date, configured: boolean): Promise<SourceState> {
  const { rows } = await sql<{ fetched: Date | null; unconverted: string | null }>`
    select (select max(fetched_at) from exchange_rates) as fetched,
      (select min(day) from traffic_stats where spend_kzt is null) as unconverted`.execute(db);
  const fetched = rows[0]?.fetched ?? null;
  const unconverted = rows[0]?.unconverted ?? null;
  const state = { key: 'rates' as const, updated_at: fetched?.toISOString() ?? null };
  if (unconverted !== null)
    return {
      ...state,
      status: 'failed',
      incomplete_since: `${unconverted}T00:00:00.000Z`,
      reason: `Нет курса за ${unconverted}: расход этого дня не переведён в тенге`,
    };
  if (fetched === null)
    return {
      ...state,
      status: configured ? 'never' : 'not_configured',
      incomplete_since: null,
      reason: null,
    };
  const stale = now.getTime() - fetched.getTime() > RATE_STALE_MS;
  return {
    ...state,
    status: stale ? 'stale' : 'ok',
    incomplete_since: stale ? fetched.toISOString() : null,
    reason: stale ? 'Курсы Нацбанка давно не обновлялись' : null,
  };
}
