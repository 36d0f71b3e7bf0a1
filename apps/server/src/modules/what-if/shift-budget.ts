import type { WhatIfRefusal, WhatIfResponse } from '@traffic/contract';
import { type Marginal, marginalReturn, type Week } from './marginal-return.ts';

/** A side with its weeks, oldest first; `sales` of all of them. */
export type SideWeeks = { weeks: readonly Week[]; sales: number; incomplete: boolean };
export type Judged = {
  marginal: Marginal | null;
  refusal: WhatIfRefusal | null;
  spendPerWeek: number | null;
};

const RECENT_WEEKS = 4;

/**
 * What a side's history says of `change` more (or less, when negative) spend a week. Refused where the line would leave the
 * weeks it was drawn through: less than nothing, or half more than the dearest week.
 */
export function judgeSide({ weeks, incomplete }: SideWeeks, change: number): Judged {
  const recent = weeks.slice(-RECENT_WEEKS);
  const spendPerWeek =
    recent.length === 0 ? null : recent.reduce((sum, { spend }) => sum + spend, 0) / recent.length;
  const refused = (refusal: WhatIfRefusal): Judged => ({ marginal: null, refusal, spendPerWeek });
  if (incomplete) return refused('incomplete');
  const marginal = marginalReturn(weeks);
  if (typeof marginal === 'string') return refused(marginal);
  const after = (spendPerWeek ?? 0) + change;
  const dearest = Math.max(...weeks.map(({ spend }) => spend));
  if (after < 0 || after > dearest * 1.5) return refused('beyond_history');
  return { marginal, refusal: null, spendPerWeek };
}

/** The change of revenue a week when `amount` moves; the range takes the worst and the best of both sides. */
export function effectOf(
  amount: number,
  from: Marginal | null,
  to: Marginal | null,
): WhatIfResponse['effect'] {
  if (from === null || to === null) return null;
  const print = (value: number) => (Math.round(value * 100) / 100 + 0).toFixed(2);
  return {
    expected: print(amount * (to.value - from.value)),
    low: print(amount * (to.low - from.high)),
    high: print(amount * (to.high - from.low)),
  };
}
