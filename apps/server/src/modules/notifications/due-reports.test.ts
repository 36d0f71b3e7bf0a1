import { describe, expect, it } from 'vitest';
import { dueReports } from './due-reports.ts';

const ZONE = 'Asia/Almaty';
/** Kinds that are due at this instant; Almaty is UTC+5 in 2026. */
const due = (iso: string) =>
  dueReports(new Date(iso), ZONE).map(({ kind, start, end }) => `${kind} ${start}..${end}`);

describe('dueReports', () => {
  it('at 10:00 tells yesterday, at 22:00 today', () => {
    expect(due('2026-11-26T04:59:59Z')).toEqual([]);
    expect(due('2026-11-26T05:00:00Z')).toEqual(['yesterday 2026-11-25..2026-11-25']);
    expect(due('2026-11-26T17:00:00Z')).toEqual(['today 2026-11-26..2026-11-26']);
  });

  it('on Monday tells the week that is over, Monday to Sunday', () => {
    expect(due('2026-11-30T05:00:00Z')).toEqual([
      'yesterday 2026-11-29..2026-11-29',
      'week 2026-11-23..2026-11-29',
    ]);
    expect(due('2026-12-01T05:00:00Z')).toEqual(['yesterday 2026-11-30..2026-11-30']);
  });

  it('is told late when nobody worked at its hour, but not half a day late', () => {
    expect(due('2026-11-26T07:59:00Z')).toEqual(['yesterday 2026-11-25..2026-11-25']);
    expect(due('2026-11-26T08:00:00Z')).toEqual([]);
    expect(due('2026-11-26T19:30:00Z')).toEqual(['today 2026-11-26..2026-11-26']);
  });

  it('keeps its hour when the zone moves its clocks', () => {
    expect(dueReports(new Date('2024-02-29T04:00:00Z'), ZONE)).toHaveLength(1);
    expect(dueReports(new Date('2024-03-01T04:30:00Z'), ZONE)).toHaveLength(0);
    expect(dueReports(new Date('2024-03-01T05:00:00Z'), ZONE)).toHaveLength(1);
  });
});
