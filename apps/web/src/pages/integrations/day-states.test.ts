import { expect, it } from 'vitest';
import { dayStates } from './day-states.ts';

const DAYS = ['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19'];
const states = (source: Parameters<typeof dayStates>[0]) =>
  dayStates(source, DAYS, '2026-11-19').map(({ state }) => state);

it('silence is a gap only between the first day of a source and today', () => {
  const days = [{ day: '2026-11-17', rows: 3 }];
  expect(states({ key: 'meta', first_day: '2026-11-17', days })).toEqual(['before', 'data', 'gap', 'today']);
});

it('a source that never gave anything has no gaps: it is not connected', () => {
  expect(new Set(states({ key: 'landing', first_day: null, days: [] }))).toEqual(new Set(['before']));
});
