import type { SourceState } from '@traffic/contract';
import { sql } from 'kysely';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import { LANDING_FETCH } from '../landing/index.ts';
import { standingRefusal } from '../crm/index.ts';
import { spendFreshness } from '../spend/index.ts';

export const CRM_SYNC = 'amocrm.sync';

/** The CRM is compared hourly: two missed hours are a problem. */
const CRM_STALE_MS = 2.5 * 3_600_000;
const LANDING_STALE_MS = 24 * 3_600_000;
/** A separate Landing database is read every five minutes: older failures are of a setting of the past. */
const LANDING_RETRIED_MS = 3_600_000;

type Configured = { amocrm: boolean; meta: boolean; rates: boolean };

/** Freshness and completeness of every source, for all reports. */
export async function sourceStates(deps: {
  db: Db;
  clock: Clock;
  configured: Configured;
}): Promise<SourceState[]> {
  const [crm, landing, spend] = await Promise.all([
    crmState(deps.db, deps.clock.now(), deps.configured.amocrm),
    landingState(deps.db, deps.clock.now()),
    spendFreshness(deps.db, deps.clock.now(), deps.configured),
  ]);
  return [crm, ...spend, landing];
}

async function crmState(db: Db, now: Date, configured: boolean): Promise<SourceState> {
  const { rows } = await sql<{
    heard: Date | null;
    read_at: Date | null;
    failed_since: Date | null;
    error: string | null;
  }>`
    select
      -- The newest by the index on (state, id): the inbox has millions of rows.
      (select max(processed_at) from (
        select processed_at from webhook_deliveries where state = 'processed' order by id desc limit 200) newest) as heard,
      (select max(finished_at) from sync_runs where kind = ${CRM_SYNC} and status = 'ok') as read_at,
      (select min(f.started_at) from sync_runs f where f.kind = ${CRM_SYNC} and f.status = 'failed' and f.id > coalesce(
        (select max(id) from sync_runs where kind = ${CRM_SYNC} and status = 'ok'), 0)) as failed_since,
      (select details ->> 'error' from sync_runs where kind = ${CRM_SYNC} and status <> 'running'
        order by id desc limit 1) as error`.execute(db);
  const row = rows[0];
  const heard = row?.heard ?? null;
  const readAt = row?.read_at ?? null;
  const updatedAt = heard !== null && (readAt === null || heard > readAt) ? heard : readAt;
  const state = { key: 'amocrm' as const, updated_at: updatedAt?.toISOString() ?? null };
  const refusal = configured ? await standingRefusal(db) : null;
  if (refusal !== null)
    return {
      ...state,
      status: 'failed',
      incomplete_since: refusal.since.toISOString(),
      reason: refusal.message,
    };
  if (row?.failed_since)
    return {
      ...state,
      status: 'failed',
      // Not since the failure was noticed: what changed after the last good comparison may be missing, too.
      incomplete_since: (readAt ?? row.failed_since).toISOString(),
      reason: row.error,
    };
  if (!configured && updatedAt === null)
    return { ...state, status: 'not_configured', incomplete_since: null, reason: null };
  if (updatedAt === null) return { ...state, status: 'never', incomplete_since: null, reason: null };
  // Hooks without a comparison: what was sold before the first of them is unknown, whatever the period.
  if (configured && readAt === null)
    return {
      ...state,
      status: 'stale',
      incomplete_since: null,
      reason: 'Сверка с AmoCRM ещё ни разу не прошла',
    };
  const stale = configured && readAt !== null && now.getTime() - readAt.getTime() > CRM_STALE_MS;
  return {
    ...state,
    status: stale ? 'stale' : 'ok',
    incomplete_since: stale ? readAt.toISOString() : null,
    reason: stale ? 'Сверка с AmoCRM давно не проходила' : null,
  };
}

async function landingState(db: Db, now: Date): Promise<SourceState> {
  // A Landing database that was never reached is not linked yet; one that was given up is not any more.
  const recently = new Date(now.getTime() - LANDING_RETRIED_MS);
  const { rows } = await sql<{ last: Date | null; failing_since: Date | null }>`
    select (select max(created_at) from landing_leads) as last,
      (select min(f.started_at) from sync_runs f where f.kind = ${LANDING_FETCH} and f.status = 'failed' and f.id > coalesce(
        (select max(id) from sync_runs where kind = ${LANDING_FETCH} and status in ('ok', 'partial')), 0)
        and (f.started_at > ${recently} or (select target from landing_link) is not null)) as failing_since`.execute(
    db,
  );
  const last = rows[0]?.last ?? null;
  const failingSince = rows[0]?.failing_since ?? null;
  const state = { key: 'landing' as const, updated_at: last?.toISOString() ?? null };
  if (failingSince !== null)
    return {
      ...state,
      status: 'failed',
      incomplete_since: failingSince.toISOString(),
      reason: 'База лендинга не читается: новых заявок здесь пока нет',
    };
  const stale = last !== null && now.getTime() - last.getTime() > LANDING_STALE_MS;
  return {
    ...state,
    status: last === null ? 'never' : stale ? 'stale' : 'ok',
    incomplete_since: stale ? last.toISOString() : null,
    reason: stale ? 'С лендингов больше суток нет заявок' : null,
  };
}
