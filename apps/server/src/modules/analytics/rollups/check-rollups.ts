import { sql } from 'kysely';
import type { Db } from '../../../platform/database/index.ts';
import { freshRows, keysOf, ROLLUPS, type Rollup, rowsOf } from './catalogue.ts';
import { dayColumn, daysOf, factDays } from './refresh-rollups.ts';

export type Difference = { table: string; basis: string | null; day: string };

const DAYS_A_STATEMENT = 100;
const DIRTY = {
  ads: 'dirty_ad_days',
  sales: 'dirty_sale_days',
  cohort: 'dirty_cohort_days',
  any: 'dirty_days',
} as const;
/** Any mark of a day makes the one-row summary again. */
const REPAIRED_BY = { ads: 'ads', sales: 'sales', cohort: 'cohort', any: 'cohort' } as const;

/**
 * Days (or months) on which a roll-up differs from its facts, those still marked left out: always none. A difference is
 * marked, so that the loop repairs it; it also means that somebody wrote a roll-up by hand, or a defect of ours.
 */
export async function checkRollups(db: Db): Promise<Difference[]> {
  const facts = await factDays(db);
  const found: Difference[] = [];
  for (const rollup of ROLLUPS) {
    const days = [
      ...new Set([...keysOf(rollup, daysOf(facts, rollup.mark)), ...(await storedDays(db, rollup))]),
    ];
    for (let start = 0; start < days.length; start += DAYS_A_STATEMENT) {
      const differing = await differingDays(db, rollup, days.slice(start, start + DAYS_A_STATEMENT));
      found.push(...differing.map((day) => ({ table: rollup.table, basis: rollup.basis, day })));
    }
  }
  return found;
}

async function storedDays(db: Db, rollup: Rollup): Promise<string[]> {
  const { rows } = await sql<{ day: string }>`
    select distinct ${dayColumn(rollup)} as day ${rowsOf(rollup)}`.execute(db);
  return rows.map((row) => row.day);
}

/** In one statement, so that roll-ups, facts and marks are of one moment; the mark is made by the same statement. */
async function differingDays(db: Db, rollup: Rollup, days: string[]): Promise<string[]> {
  const day = dayColumn(rollup);
  const stored = sql`select * ${rowsOf(rollup)} and ${day} = any(${days}::date[])`;
  const dirty = rollup.day === 'month' ? sql`date_trunc('month', dirty)::date` : sql`dirty`;
  const fresh = sql`select * ${freshRows(rollup, days)}`;
  const { rows } = await sql<{ day: string }>`
    insert into rollup_dirty (kind, day)
    select distinct ${REPAIRED_BY[rollup.mark]}, ${day}
    from ((${stored} except all ${fresh}) union all (${fresh} except all ${stored})) as differing
    where ${day} not in (select ${dirty} from ${sql.raw(DIRTY[rollup.mark])}() as d (dirty))
    returning day`.execute(db);
  return rows.map((row) => row.day);
}
