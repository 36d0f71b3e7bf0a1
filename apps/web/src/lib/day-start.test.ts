import { describe, expect, it } from 'vitest';
import { dayStart } from './day-start.ts';

describe('dayStart', () => {
  it.each([
    ['2024-02-29', 'Asia/Almaty', '2024-02-28T18:00:00.000Z'],
    ['2026-11-21', 'Asia/Almaty', '2026-11-20T19:00:00.000Z'],
    ['2026-07-01', 'America/New_York', '2026-07-01T04:00:00.000Z'],
    ['2026-01-01', 'UTC', '2026-01-01T00:00:00.000Z'],
  ])('%s in %s begins at %s', (day, zone, instant) => {
    expect(dayStart(day, zone)).toBe(instant);
  });

  it('an empty day is open, not 1970', () => {
    expect(dayStart('', 'UTC')).toBeNull();
  });
});
