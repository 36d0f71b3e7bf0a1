import { METRICS } from '@traffic/contract';
import { Big } from 'big.js';
import { daysBetween } from '../../platform/business-day.ts';
import type { Fact } from './finding.ts';

const lengthOf = ({ start, end }: { start: string; end: string }) => daysBetween(start, end) + 1;

/**
 * How a figure moved, in percent with one decimal. Sums are compared by the day, since the days before and after are not
 * equally many; ratios as they are. Null without something to compare with.
 */
export function changeSince(before: Fact, after: Pick<Fact, 'value' | 'period'>): string | null {
  const { query } = before;
  if (query.report === 'cohorts') return null;
  const isSum = METRICS[query.metric].kind === 'additive';
  const per = ({ value, period }: Pick<Fact, 'value' | 'period'>) =>
    isSum ? new Big(value).div(lengthOf(period)) : new Big(value);
  const [was, is] = [per(before), per(after)];
  return was.eq(0) ? null : is.minus(was).times(100).div(was).toFixed(1);
}
