import { describe, expect, it } from 'vitest';
import { judgeSilence, silentStretch } from './judge-silence.ts';

const NOW = new Date('2026-11-26T09:00:00Z');
const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000);
const OLD = hoursAgo(24 * 365);
const USUAL = [12, 9, 11, 10, 12, 8, 9, 11];
const judge = (more: Partial<Parameters<typeof judgeSilence>[0]>) =>
  judgeSilence({ now: NOW, lastAt: hoursAgo(3), firstAt: OLD, before: USUAL, ...more });

describe('a silence is alarming when', () => {
  it('something came in the same hours of every earlier week, and plenty of it', () => {
    expect(judge({})).toBe(10);
  });

  it('and not where it is usual: a night, a quiet school, a week of holidays', () => {
    expect(judge({ before: [0, 0, 0, 0, 0, 0, 0, 0] })).toBeNull();
    expect(judge({ before: [1, 2, 1, 1, 3, 1, 1, 2] })).toBeNull();
    expect(judge({ before: [12, 9, 0, 10, 12, 8, 9, 11] })).toBeNull();
  });

  it('and not before a school has four weeks of the same hours behind it', () => {
    expect(judge({ firstAt: hoursAgo(24 * 7 * 3 + 4) })).toBeNull();
    expect(judge({ firstAt: hoursAgo(24 * 7 * 4 + 4) })).toBe(11);
    expect(judge({ lastAt: null })).toBeNull();
    expect(judge({ firstAt: null })).toBeNull();
  });

  it('and not for a few minutes, however busy the school is', () => {
    expect(judge({ lastAt: hoursAgo(0.4) })).toBeNull();
    expect(judge({ lastAt: hoursAgo(0.6) })).toBe(10);
  });

  it('a silence of weeks is judged by its last six days, never by itself', () => {
    const { from, to } = silentStretch(NOW, hoursAgo(24 * 30));
    expect(to.getTime() - from.getTime()).toBe(6 * 86_400_000);
  });
});
