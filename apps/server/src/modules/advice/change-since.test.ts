import { expect, it } from 'vitest';
import { changeSince } from './change-since.ts';
import type { Fact } from './finding.ts';

const fact = (metric: 'leads' | 'cpl', value: string): Fact => ({
  ...{ key: 'x', value, unit: 'count', period: { start: '2026-11-01', end: '2026-11-07' } },
  query: { report: 'overview', metric },
});
const fortnight = { start: '2026-11-08', end: '2026-11-21' };

it('70 leads in 7 days and 154 in 14 are 10 and 11 a day: 10 % more', () => {
  expect(changeSince(fact('leads', '70'), { value: '154', period: fortnight })).toBe('10.0');
});

it('a CPL of 1,000 and one of 750 are 25 % less, however many days', () => {
  expect(changeSince(fact('cpl', '1000.00'), { value: '750.00', period: fortnight })).toBe('-25.0');
});

it('there is no change from nothing', () => {
  expect(changeSince(fact('leads', '0'), { value: '5', period: fortnight })).toBeNull();
});
