import { describe, expect, it } from 'vitest';
import { baseWeeks, planWeek } from './plan-week.ts';

const ZONE = 'Asia/Almaty';
/** Friday noon in Almaty. */
const NOW = new Date('2026-11-20T07:00:00Z');

describe('planWeek', () => {
  it('is the Monday week of the academy, whatever day of it is asked', () => {
    for (const day of ['2026-11-16', '2026-11-19', '2026-11-22'])
      expect(planWeek(day, NOW, ZONE)).toMatchObject({ start: '2026-11-16', end: '2026-11-22' });
    expect(planWeek(undefined, new Date('2026-11-22T19:30:00Z'), ZONE).start).toBe('2026-11-23');
  });

  it('Friday noon is 4.5 of 7 days', () => {
    expect(planWeek(undefined, NOW, ZONE)).toMatchObject({ state: 'running', elapsed: 4.5 / 7 });
  });

  it('a past week is over and a future one has not begun', () => {
    expect(planWeek('2026-11-10', NOW, ZONE)).toMatchObject({ state: 'past', elapsed: 1 });
    expect(planWeek('2026-11-23', NOW, ZONE)).toMatchObject({ state: 'future', elapsed: 0 });
  });

  it('the week of the 25-hour day is 169 hours long', () => {
    const noon = new Date('2024-03-01T07:00:00Z');
    expect(planWeek(undefined, noon, ZONE).elapsed).toBeCloseTo((4 * 24 + 1 + 12) / 169, 10);
  });
});

describe('baseWeeks', () => {
  it('are the four last full weeks, the running one never among them', () => {
    const starts = (day?: string) => baseWeeks(planWeek(day, NOW, ZONE), NOW).map(({ start }) => start);
    const last = ['2026-10-19', '2026-10-26', '2026-11-02', '2026-11-09'];
    expect(starts()).toEqual(last);
    expect(starts('2026-11-23')).toEqual(last);
    expect(starts('2026-11-09')).toEqual(['2026-10-12', '2026-10-19', '2026-10-26', '2026-11-02']);
  });
});
