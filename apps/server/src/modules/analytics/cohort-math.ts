import type { CohortsResponse } from '@traffic/contract';
import { Big } from 'big.js';

type Paid = { age: number; revenue: string };

/**
 * The first day of age by whose end revenue has reached `spend`; null when it has not.
 * @param rows by age, youngest first
 */
export function paybackDay(rows: readonly Paid[], spend: string): number | null {
  let left = new Big(spend);
  if (left.lte(0)) return null;
  for (const { age, revenue } of rows) {
    left = left.minus(revenue);
    if (left.lte(0)) return age;
  }
  return null;
}

const BUCKETS = [0, 1, 2, 4, 8, 15, 31, 91] as const;

type Paying = { age: number; first_payers: number };

/** How long people take to their first purchase. Those who bought before their first lead took no time: left out. */
export function timeToPayment(rows: readonly Paying[]): CohortsResponse['time_to_payment'] {
  const payers = new Map<number, number>();
  for (const { age, first_payers: people } of rows)
    if (age >= 0 && people > 0) payers.set(age, (payers.get(age) ?? 0) + people);
  const ages = [...payers].toSorted(([a], [b]) => a - b);
  const total = ages.reduce((sum, [, people]) => sum + people, 0);
  return {
    payers: total,
    median_days: medianOf(ages, total),
    buckets: BUCKETS.map((from, index) => {
      const next = BUCKETS[index + 1];
      const inside = ages.filter(([age]) => age >= from && (next === undefined || age < next));
      return {
        from,
        to: next === undefined ? null : next - 1,
        payers: inside.reduce((sum, [, people]) => sum + people, 0),
      };
    }),
  };
}

/** The age by which half of them had paid. */
function medianOf(ages: readonly [number, number][], total: number): number | null {
  let passed = 0;
  for (const [age, people] of ages) {
    passed += people;
    if (passed * 2 >= total) return age;
  }
  return null;
}
