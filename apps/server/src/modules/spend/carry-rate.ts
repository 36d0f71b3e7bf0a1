import { daysBetween } from '../../platform/business-day.ts';

/** KZT for one unit, and the day the bank (or a person) set it for. */
export type DayRate = { rate: string; publishedOn: string };

/** A Friday's rate serves the weekend and a long holiday, but no longer: then the rate is unknown. */
export const CARRY_DAYS = 7;

/** The rate of `day` when it has none of its own: that of the day before; null when it is too old to be true. */
export function carryRate(before: DayRate, day: string): DayRate | null {
  const { rate, publishedOn } = before;
  return daysBetween(publishedOn, day) <= CARRY_DAYS ? { rate, publishedOn } : null;
}
