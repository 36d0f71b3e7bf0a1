import { addDays, dayNumber, weekday } from './calendar.ts';
import { createRng } from './random.ts';

/** Public holidays of Kazakhstan with fixed dates (month-day). */
const HOLIDAYS = new Set([
  '01-01',
  '01-02',
  '01-07',
  '03-08',
  '03-21',
  '03-22',
  '03-23',
  '05-01',
  '05-07',
  '05-09',
  '07-06',
  '08-30',
  '10-25',
  '12-16',
]);

/** True when the bank sets rates for the day: not on weekends and holidays. */
export function hasRates(day: string): boolean {
  return weekday(day) <= 5 && !HOLIDAYS.has(day.slice(5));
}

/** KZT for one US dollar in tiyn (1/100 KZT): slow and fast waves and daily noise, always within 440.00 .. 540.00. */
export function usdRateTiyn(seed: number, day: string): number {
  const phases = createRng(seed, 'rate-phases');
  const number = dayNumber(day);
  const wave = (period: number, size: number): number =>
    size * Math.sin(number / period + phases.next() * 6.28);
  const noise = createRng(seed, 'rate', day).next() * 4 - 2;
  return Math.round((490 + wave(47, 30) + wave(13, 14) + noise) * 100);
}

/** The USD rate a business would use on that day: its own or the nearest earlier one, as text with two decimals. */
export function carriedUsdRate(seed: number, day: string): string {
  let source = day;
  while (!hasRates(source)) source = addDays(source, -1);
  return (usdRateTiyn(seed, source) / 100).toFixed(2);
}
