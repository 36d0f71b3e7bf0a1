import { describe, expect, it } from 'vitest';
import { planWindow } from './plan-window.ts';

const TODAY = '2026-03-10';
const upTo = (synced: string | null, restated = synced) => ({ synced, restated });

describe('the days of an account to read', () => {
  it('"2 days" is today and yesterday', () => {
    const plan = planWindow({ days: 2 }, TODAY, upTo(TODAY));
    expect(plan).toEqual({ since: '2026-03-09', until: TODAY, completes: true, restates: false });
  });

  it('"29 days" is today and the 28 that Meta still changes', () => {
    expect(planWindow({ days: 29 }, TODAY, upTo(TODAY))).toMatchObject({
      since: '2026-02-10',
      restates: true,
    });
  });

  it('an account never read gets 190 days', () => {
    expect(planWindow({ days: 2 }, TODAY, upTo(null))).toEqual({
      since: '2025-09-02',
      until: TODAY,
      completes: true,
      restates: true,
    });
  });

  it('after a gap, the missed days and the 28 before them are read as well', () => {
    expect(planWindow({ days: 2 }, TODAY, upTo('2026-03-05')).since).toBe('2026-02-05');
    expect(planWindow({ days: 2 }, TODAY, upTo('2026-03-09')).since).toBe('2026-03-09');
  });

  it('a night after nights that failed while the hours succeeded goes back to what was not re-read', () => {
    const plan = planWindow({ days: 29 }, TODAY, upTo(TODAY, '2026-03-01'));
    expect(plan).toMatchObject({ since: '2026-02-01', restates: true });
    expect(planWindow({ days: 2 }, TODAY, upTo(TODAY, '2026-03-01'))).toMatchObject({
      since: '2026-03-09',
      restates: false,
    });
  });

  it('named days say "complete" only when nothing is left out between them and now', () => {
    const read = (since: string, until: string, synced: string | null) =>
      planWindow({ since, until }, TODAY, upTo(synced)).completes;
    expect(read('2026-02-01', TODAY, '2026-03-09')).toBe(true);
    expect(read('2026-02-01', '2026-03-08', '2026-03-09')).toBe(false);
    expect(read('2026-03-10', TODAY, '2026-03-05')).toBe(false);
    expect(read('2026-02-01', TODAY, null)).toBe(false);
  });

  it('never asks for days that Meta no longer keeps', () => {
    expect(planWindow({ since: '2020-01-01', until: TODAY }, TODAY, upTo(TODAY)).since).toBe('2023-02-11');
  });
});
