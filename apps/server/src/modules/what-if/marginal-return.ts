import type { WhatIfRefusal } from '@traffic/contract';
import { quantile } from '../../platform/quantile.ts';

/** A whole week of one side. */
export type Week = { spend: number; revenue: number };

export const MIN_WEEKS = 8;
/** Spend that moved by less than a tenth of itself says nothing of more or less spend. */
const MIN_VARIATION = 0.1;
const RESAMPLES = 400;
const TAIL = 0.1;

export type Marginal = { value: number; low: number; high: number };

/**
 * Revenue of one more unit of spend by a side's own weeks: the slope of the straight line through them (least squares), and
 * the range that eight of ten lines through weeks drawn again gave. Weeks are drawn by a fixed sequence, so that the same
 * history gives the same answer. It knows what went together, not what caused what: an estimate.
 */
export function marginalReturn(weeks: readonly Week[]): Marginal | WhatIfRefusal {
  if (weeks.length < MIN_WEEKS) return 'few_weeks';
  const value = slopeOf(weeks);
  if (value === null || variationOf(weeks) < MIN_VARIATION) return 'no_variation';
  const draw = sequence();
  const slopes = Array.from({ length: RESAMPLES }, () =>
    slopeOf(weeks.map(() => weeks[Math.floor(draw() * weeks.length)] ?? { spend: 0, revenue: 0 })),
  ).filter((slope) => slope !== null);
  if (slopes.length < RESAMPLES / 2) return 'no_variation';
  return {
    value,
    low: Math.min(value, quantile(slopes, TAIL)),
    high: Math.max(value, quantile(slopes, 1 - TAIL)),
  };
}

const meanOf = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;

function slopeOf(weeks: readonly Week[]): number | null {
  const [spend, revenue] = [
    meanOf(weeks.map((week) => week.spend)),
    meanOf(weeks.map((week) => week.revenue)),
  ];
  const square = weeks.reduce((sum, week) => sum + (week.spend - spend) ** 2, 0);
  if (square === 0) return null;
  return weeks.reduce((sum, week) => sum + (week.spend - spend) * (week.revenue - revenue), 0) / square;
}

/** The spread of spend as a part of its mean. */
function variationOf(weeks: readonly Week[]): number {
  const mean = meanOf(weeks.map(({ spend }) => spend));
  const variance = meanOf(weeks.map(({ spend }) => (spend - mean) ** 2));
  return mean === 0 ? 0 : Math.sqrt(variance) / mean;
}

/** Park and Miller's minimal standard: 0 to 1, the same every time. */
function sequence(): () => number {
  let state = 20_261_127;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
