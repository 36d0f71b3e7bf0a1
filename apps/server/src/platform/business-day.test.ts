import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  bucketEnd,
  bucketStart,
  businessDayOf,
  comparisonOf,
  dayBounds,
  daysBetween,
  PeriodError,
  resolvePeriod,
} from './business-day.ts';

const ALMATY = 'Asia/Almaty';
const HOUR_MS = 3_600_000;
/** Friday, 20 November 2026, 01:30 in Almaty; still Thursday in UTC. */
const now = new Date('2026-11-19T20:30:00Z');
const resolve = (query: Parameters<typeof resolvePeriod>[0]) => resolvePeriod(query, now, ALMATY);

describe('businessDayOf', () => {
  it.each([
    ['2026-11-19T18:59:30Z', '2026-11-19', '23:59:30 is still the day'],
    ['2026-11-19T19:00:30Z', '2026-11-20', '00:00:30 is already the next'],
    ['2024-02-29T17:59:59Z', '2024-02-29', 'before the clocks went back, +06'],
    ['2024-02-29T18:00:00Z', '2024-02-29', 'midnight became 23:00 again, +05'],
    ['2024-02-29T18:59:59Z', '2024-02-29', 'the last second of the 25-hour day'],
    ['2024-02-29T19:00:00Z', '2024-03-01', 'the first second of +05'],
    ['2026-12-31T19:00:00Z', '2027-01-01', 'the year turns by Almaty, not by UTC'],
  ])('%s is %s: %s', (instant, day) => expect(businessDayOf(new Date(instant), ALMATY)).toBe(day));

  it('follows the zone it is given, not the host', () => {
    const instant = new Date('2026-03-10T03:00:00Z');
    expect(businessDayOf(instant, 'America/New_York')).toBe('2026-03-09');
    expect(businessDayOf(instant, 'Pacific/Kiritimati')).toBe('2026-03-10');
  });
});

describe('dayBounds', () => {
  it('29 February 2024 has 25 hours in Almaty, its neighbours 24', () => {
    const hours = (day: string) => {
      const { start, end } = dayBounds(day, ALMATY);
      return (end.getTime() - start.getTime()) / HOUR_MS;
    };
    expect(['2024-02-28', '2024-02-29', '2024-03-01'].map(hours)).toEqual([24, 25, 24]);
  });

  it('a day that starts at 01:00 starts at 01:00', () => {
    // Lebanon moves its clocks at midnight: 2022-03-27 has no 00:00, and 23 hours.
    const { start, end } = dayBounds('2022-03-27', 'Asia/Beirut');
    expect(start).toEqual(new Date('2022-03-26T22:00:00Z'));
    expect((end.getTime() - start.getTime()) / HOUR_MS).toBe(23);
  });

  it('contains exactly the instants of its day, and days leave no gap', () => {
    const day = fc.integer({ min: 0, max: 4000 }).map((offset) => addDays('2020-01-01', offset));
    fc.assert(
      fc.property(day, fc.constantFrom(ALMATY, 'America/New_York', 'Asia/Beirut'), (date, zone) => {
        const { start, end } = dayBounds(date, zone);
        expect(businessDayOf(start, zone)).toBe(date);
        expect(businessDayOf(new Date(end.getTime() - 1), zone)).toBe(date);
        expect(dayBounds(addDays(date, 1), zone).start).toEqual(end);
      }),
    );
  });
});

describe('addDays and daysBetween', () => {
  it('cross month ends and leap days', () => {
    expect(addDays('2024-02-28', 2)).toBe('2024-03-01');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
    expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2);
    expect(daysBetween('2024-03-01', '2024-02-28')).toBe(-2);
  });

  it('count as the calendar of Temporal does, over any number of days', () => {
    const day = fc.integer({ min: -40_000, max: 40_000 }).map((offset) => addDays('2020-01-01', offset));
    fc.assert(
      fc.property(day, fc.integer({ min: -40_000, max: 40_000 }), (from, n) => {
        const to = Temporal.PlainDate.from(from).add({ days: n }).toString();
        expect(addDays(from, n)).toBe(to);
        expect(daysBetween(from, to)).toBe(n);
      }),
    );
  });

  it.each(['2026-02-30', '2023-02-29', '2026-13-01', '2026-00-10', '2026-1-1', '2026-01-01T00:00', ''])(
    'refuse %s, which is no day',
    (day) => {
      expect(() => addDays(day, 1)).toThrow(PeriodError);
      expect(() => daysBetween('2026-01-01', day)).toThrow(PeriodError);
    },
  );
});

describe('resolvePeriod', () => {
  it.each(['0000-01-01', '0001-01-07', '1899-12-31', '2200-01-01', '9999-12-31'])(
    '%s is of no year that a school can mean',
    (day) => {
      expect(() => resolve({ date: day })).toThrow(PeriodError);
      expect(() => resolve({ start: day, end: day })).toThrow(PeriodError);
    },
  );

  it.each([
    ['today', '2026-11-20', '2026-11-20', 1],
    ['yesterday', '2026-11-19', '2026-11-19', 1],
    ['7d', '2026-11-14', '2026-11-20', 7],
    ['14d', '2026-11-07', '2026-11-20', 14],
    ['30d', '2026-10-22', '2026-11-20', 30],
    ['90d', '2026-08-23', '2026-11-20', 90],
    ['this_week', '2026-11-16', '2026-11-20', 5],
    ['last_week', '2026-11-09', '2026-11-15', 7],
    ['this_month', '2026-11-01', '2026-11-20', 20],
    ['last_month', '2026-10-01', '2026-10-31', 31],
  ] as const)('%s is %s..%s, %i days', (preset, start, end, days) => {
    expect(resolve({ preset })).toMatchObject({ start, end, days, preset, timezone: ALMATY });
  });

  it('on a Monday this week is that day, on a Sunday all seven', () => {
    const week = (instant: string) => resolvePeriod({ preset: 'this_week' }, new Date(instant), ALMATY).days;
    expect(week('2026-11-16T06:00:00Z')).toBe(1);
    expect(week('2026-11-22T06:00:00Z')).toBe(7);
  });

  it('nothing asked is the last 30 days', () => expect(resolve({})).toEqual(resolve({ preset: '30d' })));

  it('one date is a whole day of half-open instants', () => {
    expect(resolve({ date: '2024-02-29' })).toEqual({
      start: '2024-02-29',
      end: '2024-02-29',
      timezone: ALMATY,
      preset: null,
      from: new Date('2024-02-28T18:00:00Z'),
      to: new Date('2024-02-29T19:00:00Z'),
      days: 1,
    });
  });

  it('start and end are both included', () => {
    const { days, from, to } = resolve({ start: '2026-01-31', end: '2026-02-01' });
    expect({ days, from, to }).toEqual({
      days: 2,
      from: new Date('2026-01-30T19:00:00Z'),
      to: new Date('2026-02-01T19:00:00Z'),
    });
  });

  it.each([
    [{ date: '2026-02-30' }, 'Такого дня нет: 2026-02-30'],
    [{ date: '2026-13-01' }, 'Такого дня нет'],
    [{ date: '26-01-01' }, 'ГГГГ-ММ-ДД'],
    [{ start: '2026-01-02', end: '2026-01-01' }, 'позже конца'],
    [{ start: '2026-01-01' }, 'вместе'],
    [{ end: '2026-01-01' }, 'вместе'],
    [{ preset: '7d', date: '2026-01-01' }, 'что-то одно'],
    [{ preset: '7d', end: '2026-01-01' }, 'что-то одно'],
    [{ date: '2026-01-01', start: '2026-01-01', end: '2026-01-01' }, 'что-то одно'],
    [{ start: '2020-01-01', end: '2023-01-05' }, 'не больше 1100'],
  ] as const)('refuses %j: %s', (query, message) => {
    expect(() => resolve(query)).toThrow(PeriodError);
    expect(() => resolve(query)).toThrow(message);
  });

  it('answers 1100 days', () => expect(resolve({ start: '2020-01-01', end: '2023-01-04' }).days).toBe(1100));
});

describe('comparisonOf a year ago', () => {
  it.each([
    [{ start: '2026-11-02', end: '2026-11-08' }, '2025-11-03', '2025-11-09', 'weekday'],
    [{ start: '2026-02-01', end: '2026-02-28' }, '2025-02-01', '2025-02-28', 'calendar'],
    [{ start: '2025-02-01', end: '2025-02-28' }, '2024-02-01', '2024-02-29', 'calendar'],
  ] as const)('%o is compared with %s to %s', (query, start, end, aligned) => {
    expect(comparisonOf(resolve(query), now, 'year')).toMatchObject({ period: { start, end }, aligned });
  });
});

describe('comparisonOf', () => {
  const of = (query: Parameters<typeof resolve>[0]) => comparisonOf(resolve(query), now);

  it.each([
    // now is a Friday: a week of seven days meets the seven before, 30 days those five weeks earlier.
    [{ preset: '7d' }, '2026-11-07', '2026-11-13', 'weekday'],
    [{ preset: '30d' }, '2026-09-17', '2026-10-16', 'weekday'],
    [{ preset: 'today' }, '2026-11-13', '2026-11-13', 'weekday'],
    [{ preset: 'this_week' }, '2026-11-09', '2026-11-13', 'weekday'],
    [{ preset: 'last_week' }, '2026-11-02', '2026-11-08', 'weekday'],
    [{ preset: 'this_month' }, '2026-10-01', '2026-10-20', 'calendar'],
    [{ preset: 'last_month' }, '2026-09-01', '2026-09-30', 'calendar'],
    [{ start: '2026-03-01', end: '2026-03-31' }, '2026-02-01', '2026-02-28', 'calendar'],
    [{ date: '2026-11-01' }, '2026-10-25', '2026-10-25', 'weekday'],
    // A week named to its end: only its five elapsed days are compared.
    [{ start: '2026-11-16', end: '2026-11-22' }, '2026-11-09', '2026-11-13', 'weekday'],
  ] as const)('%j is compared with %s..%s, by %s', (query, start, end, aligned) => {
    expect(of(query)).toMatchObject({ period: { start, end }, aligned });
  });

  it('a finished period is compared whole, a running one up to the same time of its last day', () => {
    expect(of({ preset: 'yesterday' }).until).toBeNull();
    const elapsed = now.getTime() - dayBounds('2026-11-20', ALMATY).start.getTime();
    const { start } = dayBounds('2026-11-13', ALMATY);
    expect(of({ preset: '7d' }).until).toEqual(new Date(start.getTime() + elapsed));
  });
});

describe('buckets', () => {
  it.each([
    ['2026-11-22', 'week', '2026-11-16', '2026-11-22'],
    ['2026-11-23', 'week', '2026-11-23', '2026-11-29'],
    ['2024-02-29', 'month', '2024-02-01', '2024-02-29'],
    ['2026-11-22', 'day', '2026-11-22', '2026-11-22'],
  ] as const)('%s lies in the %s %s..%s', (day, bucket, start, end) => {
    expect(bucketStart(day, bucket)).toBe(start);
    expect(bucketEnd(start, bucket)).toBe(end);
  });
});
