import type { TripwireResponse } from '@traffic/contract';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';

export const TRIPWIRE_JOB = 'tripwire.sync';
/** Read every six hours: two missed runs are a problem. */
const STALE_MS = 13 * 3_600_000;

/** All users once a day; between, those with news. */
const WHOLE_EVERY_MS = 24 * 3_600_000;
/** Their clock and ours may differ, and a lesson may be stored some time after it ended. */
const OVERLAP_MS = 3_600_000;

type Answer = z.infer<typeof TripwireResponse>;

/** Whether the Tripwire database is read, since when not, and why. */
export async function tripwireState(
  { db, clock }: { db: Db; clock: Clock },
  configured: boolean,
): Promise<Answer['state']> {
  const { rows } = await sql<{ ok_at: Date | null; failed: boolean | null; error: string | null }>`
    select (select max(finished_at) from sync_runs where kind = ${TRIPWIRE_JOB} and status in ('ok', 'partial')) as ok_at,
      last.status = 'failed' as failed, last.details ->> 'error' as error
    from (select 1) one left join lateral (
      select status, details from sync_runs where kind = ${TRIPWIRE_JOB} and status <> 'running'
      order by id desc limit 1) last on true`.execute(db);
  const okAt = rows[0]?.ok_at ?? null;
  const updated_at = okAt?.toISOString() ?? null;
  if (!configured) return { status: 'not_configured', updated_at, reason: null };
  if (rows[0]?.failed === true) return { status: 'failed', updated_at, reason: rows[0].error };
  if (okAt === null) return { status: 'never', updated_at, reason: null };
  const stale = clock.now().getTime() - okAt.getTime() > STALE_MS;
  return { status: stale ? 'stale' : 'ok', updated_at, reason: null };
}

/** From when on the next read needs news only; null = everything, as after a change of columns. */
export async function newsSince({ db, clock }: { db: Db; clock: Clock }): Promise<Date | null> {
  const { rows } = await sql<{ started_at: Date; whole_at: Date | null }>`
    select max(started_at) as started_at, max(started_at) filter (where details ->> 'whole' = 'true') as whole_at
    from sync_runs where kind = ${TRIPWIRE_JOB} and status in ('ok', 'partial')
      and started_at > coalesce((select updated_at from settings where key = 'tripwire'), '-infinity')`.execute(
    db,
  );
  const { started_at, whole_at } = rows[0] ?? { started_at: null, whole_at: null };
  if (whole_at === null || started_at === null) return null;
  if (clock.now().getTime() - whole_at.getTime() >= WHOLE_EVERY_MS) return null;
  return new Date(started_at.getTime() - OVERLAP_MS);
}

/** Users, how far they came in the lessons, and how many of them bought each product. */
export async function tripwireStatistics(db: Db): Promise<Answer['statistics']> {
  const { rows } = await sql<{
    users: number;
    persons: number;
    started: number;
    lessons: number;
    with_lead: number;
    buyers: Record<string, number>;
  }>`
    with who as (
      select u.id, u.lessons_done, o.person_id from tripwire_users u
      left join person_origins o on o.origin = 'tripwire:' || u.id
    ), bought as (
      select s.product_key, count(distinct s.person_id)::int as persons from all_sales_tracking s
      where s.reversed_at is null and s.person_id in (select person_id from who) group by 1
    )
    select count(*)::int as users, count(distinct person_id)::int as persons,
      count(*) filter (where lessons_done > 0)::int as started, coalesce(sum(lessons_done), 0)::int as lessons,
      count(distinct person_id) filter (where exists (
        select from traffic_leads l where l.person_id = who.person_id))::int as with_lead,
      (select coalesce(jsonb_object_agg(product_key, persons), '{}') from bought) as buyers
    from who`.execute(db);
  return rows[0] ?? { users: 0, persons: 0, started: 0, lessons: 0, with_lead: 0, buyers: {} };
}
