import type { Academy } from './academy.ts';
import { type AdFigures, figuresOf } from './ad-figures.ts';

const QUARTER_MS = 900_000;

/** Delivery of every ad on a day. The running day grows every quarter of an hour, as reports do; the future is empty. */
export function deliveryOn(academy: Academy, day: string, nowMs: number): AdFigures[] {
  const start = academy.calendar.startOf(day);
  const passed = Math.floor((nowMs - start) / QUARTER_MS) * QUARTER_MS;
  const share = Math.min(1, Math.max(0, passed / 86_400_000));
  if (share === 0) return [];
  return academy.plans.flatMap((plan) => figuresOf(academy.seed, plan, day, share));
}
