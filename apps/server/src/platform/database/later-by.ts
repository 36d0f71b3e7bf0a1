import { type RawBuilder, sql } from 'kysely';

/**
 * `seconds` after `now`, as an instant of the database. A process whose clock is up to a day ahead is not believed: what it
 * puts off would wait for that hour after the clock is right again. Further ahead than a day no clock goes by itself.
 */
export const laterBy = (now: Date, seconds: number): RawBuilder<Date> => sql<Date>`(
  case when ${now}::timestamptz - clock_timestamp() between interval '1 minute' and interval '1 day'
    then clock_timestamp() else ${now}::timestamptz end + make_interval(secs => ${seconds}))`;

/**
 * `now` to compare with what was put off: a process whose clock is ahead would otherwise wait for nothing itself and, for one,
 * ask again at once whoever asked for half a minute. Worked out once in a statement, so that an index can be searched by it.
 */
export const believed = (now: Date): RawBuilder<Date> => sql<Date>`(select ${laterBy(now, 0)})`;
