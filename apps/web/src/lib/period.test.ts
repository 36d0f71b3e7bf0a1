import { describe, expect, it } from 'vitest';
import { lengthDays, stepRange, todayIn } from './period.ts';

const TODAY = '2026-11-20';

describe('stepping through periods', () => {
  it('seven days back are the seven days right before', () => {
    const range = { start: '2026-11-14', end: '2026-11-20' };
    expect(lengthDays(range)).toBe(7);
    expect(stepRange(range, -1, TODAY)).toEqual({ start: '2026-11-07', end: '2026-11-13' });
  });

  it('a running month steps back to the whole previous month', () => {
    expect(stepRange({ start: '2026-11-01', end: TODAY }, -1, TODAY)).toEqual({
      start: '2026-10-01',
      end: '2026-10-31',
    });
  });

  it('a whole month steps by calendar months, whatever their length', () => {
    expect(stepRange({ start: '2026-03-01', end: '2026-03-31' }, -1, TODAY)).toEqual({
      start: '2026-02-01',
      end: '2026-02-28',
    });
    expect(stepRange({ start: '2026-10-01', end: '2026-10-31' }, 1, TODAY)).toEqual({
      start: '2026-11-01',
      end: TODAY,
    });
  });

  it('never steps into the future', () => {
    expect(stepRange({ start: '2026-11-14', end: TODAY }, 1, TODAY)).toBeNull();
    expect(stepRange({ start: '2026-11-08', end: '2026-11-14' }, 1, TODAY)).toEqual({
      start: '2026-11-15',
      end: TODAY,
    });
  });

  it('today is the day in Almaty: 19:30 UTC is already tomorrow there', () => {
    expect(todayIn('Asia/Almaty', new Date('2026-11-20T19:30:00Z'))).toBe('2026-11-21');
  });
});
