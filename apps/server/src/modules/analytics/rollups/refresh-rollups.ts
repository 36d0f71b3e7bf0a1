import { sql } from 'kysely';
import { type Db, inTransaction } from '../../../platform/database/index.ts';
import { freshRows, keysOf, type Mark, ROLLUPS, type Rollup, rowsOf } from './catalogue.ts';

/** Any fixed number: one refresh or rebuild at a time in a database, however many processes run. */
const LOCK_KEY = 7_246_113_902;
/** Days a turn recomputes: a long import is taken in pieces, today first. */
const DAYS_A_TURN = 40;

/**
 * Takes the marks of changed facts, recomputes their days from the facts and forgets the marks, in one
 * transaction: a reader sees an old roll-up with its mark, or the new one without. A change committed meanwhile
 * keeps its own mark. Does nothing while another process is at it.
 *
 * @returns whether days were left for the next turn
 */
export function refreshRollups(db: Db): Promise<boolean> {
  return inTransaction(db, async (trx) => {
    const { rows } = await sql<{ mine: boolean }>`
      select exists (select from rollup_dirty) and pg_try_advisory_xact_lock(${LOCK_KEY}) as mine`.execute(
      trx,
    );
    if (rows[0]?.mine !== true) return false;
    const dirty = await claimMarks(trx);
    const taken = new Set(daysOf(dirty, 'any').slice(0, DAYS_A_TURN));
    const now = dirty.filter((one) => taken.has(one.day));
    const later = dirty.filter((one) => !taken.has(one.day));
    await putBack(trx, later);
    await replaceAll(trx, now);
    return later.length > 0;
  });
}

/** Recomputes every roll-up from the facts. Readers see the old ones until it is done. */
export function rebuildRollups(db: Db): Promise<{ days: number }> {
  return inTransaction(db, async (trx) => {
    await sql`set local statement_timeout = 0`.execute(trx);
    await sql`select pg_advisory_xact_lock(${LOCK_KEY})`.execute(trx);
    await sql`delete from rollup_dirty`.execute(trx);
    for (const rollup of ROLLUPS) await sql`delete ${rowsOf(rollup)}`.execute(trx);
    const facts = await factDays(trx);
    const all = [...new Set(facts.map((one) => one.day))];
    for (let start = 0; start < all.length; start += DAYS_A_TURN) {
      const days = new Set(all.slice(start, start + DAYS_A_TURN));
      await replaceAll(
        trx,
        facts.filter((one) => days.has(one.day)),
      );
    }
    return { days: all.length };
  });
}

export type DirtyDay = { mark: Mark; day: string };

/** The days on which a roll-up of this mark changes, once each. */
export const daysOf = (days: readonly DirtyDay[], mark: Rollup['mark']) => [
  ...new Set(days.filter((one) => mark === 'any' || one.mark === mark).map((one) => one.day)),
];

/** One statement: what is deleted and what the marks mean are of the same moment. */
async function claimMarks(trx: Db): Promise<DirtyDay[]> {
  const { rows } = await sql<DirtyDay>`
    with gone as (delete from rollup_dirty)
    select 'ads' as mark, day from dirty_ad_days() as d (day)
    union all select 'sales', day from dirty_sale_days() as d (day)
    union all select 'cohort', day from dirty_cohort_days() as d (day)
    order by day desc, mark`.execute(trx);
  return rows;
}

async function putBack(trx: Db, days: DirtyDay[]): Promise<void> {
  if (days.length === 0) return;
  await sql`
    insert into rollup_dirty (kind, day)
    select kind, day from unnest(${days.map((one) => one.mark)}::text[], ${days.map((one) => one.day)}::date[])
      as left_over (kind, day)`.execute(trx);
}

async function replaceAll(trx: Db, dirty: readonly DirtyDay[]): Promise<void> {
  for (const rollup of ROLLUPS) {
    const days = keysOf(rollup, daysOf(dirty, rollup.mark));
    if (days.length === 0) continue;
    await sql`delete ${rowsOf(rollup)} and ${dayColumn(rollup)} = any(${days}::date[])`.execute(trx);
    // Readers take whole days or months: together on disk, a year of campaigns is read from 500 pages and not 10,000.
    await sql`insert into ${sql.table(rollup.table)} select * ${freshRows(rollup, days)} order by ${dayColumn(rollup)}`.execute(
      trx,
    );
  }
}

export const dayColumn = (rollup: Rollup) => sql.ref(rollup.day);

/** Every day that has a fact, newest first. */
export async function factDays(db: Db): Promise<DirtyDay[]> {
  const { rows } = await sql<DirtyDay>`
    select 'ads' as mark, day from (select distinct day from traffic_stats) a
    union all
    select 'sales', day from (
      select sale_day as day from all_sales_tracking
      union select reversal_day from all_sales_tracking where reversal_day is not null) s
    union all
    select 'cohort', day from (select distinct business_day as day from traffic_leads where is_first) c
    order by day desc, mark`.execute(db);
  return rows;
}
