import { addDays, bucketEnd, bucketStart } from '../../platform/business-day.ts';
import { type DayRange } from './exact-cells.ts';

/** The first days of the months that lie in the ranges with all their days. */
export function wholeMonths(ranges: readonly DayRange[]): string[] {
  return ranges.flatMap(({ start, end }) => {
    const months: string[] = [];
    let month = bucketStart(start, 'month');
    if (month < start) month = addDays(bucketEnd(month, 'month'), 1);
    for (; bucketEnd(month, 'month') <= end; month = addDays(bucketEnd(month, 'month'), 1))
      months.push(month);
    return months;
  });
}
