import type { Academy } from './academy.ts';
import { addDays, daysBetween } from './calendar.ts';
import { generateDay } from './generate-day.ts';

/** Lives the business days before the anchor, and the anchor's own day up to it. */
export function generateHistory(academy: Academy, anchorMs: number, days: number): void {
  if (days <= 0) return;
  const first = addDays(academy.calendar.dayOf(anchorMs), -days);
  generateBetween(academy, academy.calendar.startOf(first), anchorMs);
}

/** Lives the time between two instants, e.g. while the simulator was switched off. */
export function generateBetween(academy: Academy, fromMs: number, untilMs: number): void {
  const { calendar } = academy;
  for (const day of daysBetween(calendar.dayOf(fromMs), calendar.dayOf(untilMs))) {
    generateDay(academy, day, fromMs, untilMs);
  }
}
