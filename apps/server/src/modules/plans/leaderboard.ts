import type { PlanFigures } from '@traffic/contract';
import { Big } from 'big.js';

/**
 * Places by ROAS, equal ones sharing theirs. Who spent less than the floor has none: a lucky sale on a small budget
 * proves nothing. Nor has who spent nothing or an unknown sum.
 *
 * @returns the place of each row, in the rows' order
 */
export function placesOf(facts: readonly (PlanFigures | null)[], minSpend: string): (number | null)[] {
  const scores = facts.map((fact) => {
    if (fact === null || fact.spend === null || fact.roas === null) return null;
    return new Big(fact.spend).lt(minSpend) ? null : new Big(fact.roas);
  });
  return scores.map((score) =>
    score === null ? null : 1 + scores.filter((other) => other !== null && other.gt(score)).length,
  );
}
