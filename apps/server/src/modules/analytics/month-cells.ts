import { type RawBuilder, sql } from 'kysely';
import { type DayRange, inRanges } from './exact-cells.ts';
import { wholeMonths } from './whole-months.ts';

const PARTS = ['ads', 'sales', 'cohorts'] as const;
export type Part = (typeof PARTS)[number];

/**
 * `WITH` clauses that part the asked days for readers of months: `<part>_months`, whole months without a marked day, and
 * `<part>_days`, the clean days beside them. `dirtyDays` of the same ranges must stand before them: the marked days are
 * computed from facts. What is not read costs nothing.
 */
export function monthsAndDays(ranges: readonly DayRange[]): RawBuilder<unknown> {
  const months = wholeMonths(ranges);
  const days = sql.join(
    ranges.map(
      ({ start, end }) => sql`select generate_series(${start}::date, ${end}::date, interval '1 day')::date`,
    ),
    sql` union all `,
  );
  const clauses = PARTS.map((part) => {
    const dirty = sql.ref(`dirty_${part}`);
    const name = sql.ref(`${part}_months`);
    return sql`${name} as materialized (
        select month from unnest(${months}::date[]) as m (month)
        where month not in (select date_trunc('month', day)::date from ${dirty})
      ), ${sql.ref(`${part}_days`)} as materialized (
        select day from (${days}) as d (day)
        where date_trunc('month', day)::date not in (select month from ${name}) and day not in (select day from ${dirty})
      )`;
  });
  return sql.join(clauses);
}

type Source = {
  part: Part;
  /** The roll-up by months and by days, and the function that computes marked days; columns as each has them. */
  months: { table: string; columns: RawBuilder<unknown> };
  days: { table: string; day: 'day' | 'date'; columns: RawBuilder<unknown> };
  compute: string;
  /** Narrows the rows of both roll-ups, such as to a basis. */
  stored: RawBuilder<unknown>;
};

/** A subquery with the exact rows of the asked days, from as few rows as there are. */
export function monthRows(
  { part, months, days, compute, stored }: Source,
  ranges: readonly DayRange[],
  where: RawBuilder<unknown>,
  computed: RawBuilder<unknown> = days.columns,
): RawBuilder<unknown> {
  const day = sql.ref(days.day);
  return sql`(
    select ${months.columns} from ${sql.table(months.table)}
    where ${stored} and month = any (array(select month from ${sql.ref(`${part}_months`)})) and ${where}
    union all
    select ${days.columns} from ${sql.table(days.table)}
    where ${stored} and ${day} = any (array(select day from ${sql.ref(`${part}_days`)})) and ${where}
    union all
    select ${computed} from ${sql.raw(compute)}(array(select day from ${sql.ref(`dirty_${part}`)} where ${inRanges(sql`day`, ranges)}))
    where ${where}
  )`;
}
