import type { SourceGapsResponse } from '@traffic/contract';

/** `before`: the source gave nothing ever until then; `today`: the day is not over, its silence says nothing. */
export type DayState = 'data' | 'gap' | 'before' | 'today';

type Source = SourceGapsResponse['sources'][number];

/** What each day of the calendar says of a source. */
export function dayStates(
  source: Source,
  days: readonly string[],
  today: string,
): { day: string; state: DayState; rows: number }[] {
  const rowsOf = new Map(source.days.map(({ day, rows }) => [day, rows]));
  return days.map((day) => {
    const rows = rowsOf.get(day) ?? 0;
    const began = source.first_day !== null && day >= source.first_day;
    const state = rows > 0 ? 'data' : !began ? 'before' : day >= today ? 'today' : 'gap';
    return { day, state, rows };
  });
}
