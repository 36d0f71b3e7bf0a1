import type { AdviceExpected, AdviceFact, AdviceRule, MetricKey } from '@traffic/contract';
import { METRICS } from '@traffic/contract';
import type { AdMetric, Claim, Fact } from './finding.ts';
import type { AdObject, Block, Input, Verdict } from './input.ts';
import type { DayRange } from './windows.ts';

/** One situation that the engine knows. `judge` is pure: what it says depends on the reports alone. */
export type Rule = {
  key: AdviceRule;
  /** Sources that must be complete for the blocks it compares. */
  needs: readonly string[];
  compares: 'weeks' | 'fortnights' | 'lastDays';
  /** Asked of a team, or of what belongs to none. */
  of: 'team' | 'nobody';
  judge: (input: Input) => Verdict;
};

/** A decimal string as a plain number: for comparisons and chances, never for what is printed. */
export const plain = (value: string | number | null): number | null =>
  value === null ? null : Number(value);

/** A figure of the overview of the block; null when unknown. */
export function overviewFact(key: string, block: Block, metric: MetricKey): Fact | null {
  const value = block.metrics[metric];
  if (value === null) return null;
  return {
    ...{ key, value: String(value), unit: METRICS[metric].unit, period: daysOf(block) },
    query: { report: 'overview', metric },
  };
}

/** A figure of a campaign (or, with its campaign, of an ad) in the ads report; null when unknown. */
export function adFact(key: string, object: AdObject, period: DayRange, metric: AdMetric): Fact | null {
  const value = object.figures[metric];
  if (value === null) return null;
  const { id, parent } = object;
  return {
    ...{ key, value: String(value), unit: METRICS[metric].unit, period: daysOf(period) },
    query:
      parent === null
        ? { report: 'ads', level: 'campaign', id, metric }
        : { report: 'ads', level: 'ad', parent, id, metric },
  };
}

export const daysOf = ({ start, end }: DayRange): DayRange => ({ start, end });

/** The claim with its evidence; null when one of its figures is unknown, since then there is none. */
export function claim(
  finding: Omit<Claim, 'facts' | 'expected'> & { facts: (Fact | null)[]; expected?: AdviceExpected | null },
): Claim[] {
  const facts = finding.facts.filter((fact) => fact !== null);
  if (facts.length < finding.facts.length) return [];
  return [{ ...finding, facts, expected: finding.expected ?? null }];
}

/** The blocks after the first with the least and the greatest value of `of`; null when one of them is unknown. */
export function rangeOf(
  blocks: readonly Block[],
  of: (block: Block) => number | null,
): { low: Block; high: Block; lowest: number; highest: number; mean: number } | null {
  const earlier = blocks.slice(1).map((block) => ({ block, value: of(block) }));
  const known = earlier.flatMap(({ block, value }) => (value === null ? [] : [{ block, value }]));
  const sorted = known.toSorted((a, b) => a.value - b.value);
  const [low, high] = [sorted[0], sorted.at(-1)];
  if (low === undefined || high === undefined || known.length < earlier.length) return null;
  const mean = known.reduce((sum, { value }) => sum + value, 0) / known.length;
  return { low: low.block, high: high.block, lowest: low.value, highest: high.value, mean };
}

/** The expected range of a fact: two other facts of the same kind. */
export function between(
  fact: string,
  low: Fact | null,
  high: Fact | null,
  unit: AdviceFact['unit'],
): AdviceExpected {
  return { fact, low: low?.value ?? null, high: high?.value ?? null, unit };
}
