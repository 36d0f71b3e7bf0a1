import { describe, expect, it } from 'vitest';
import { aiLife, judgeToken } from './token-health.ts';

const NOW = new Date('2026-11-21T09:00:00Z');
const WORDS = { name: 'Meta', renew: 'renew it' };
const inDays = (days: number) => ({
  valid: true,
  expiresAt: new Date(NOW.getTime() + days * 86_400_000 + 3_600_000),
  scopes: null,
  checkedAt: NOW,
});

describe('the key of a model', () => {
  const after = (last: { ok: boolean; status: number | null } | null) =>
    aiLife({ lastOutcome: () => (last === null ? null : { ...last, at: NOW, message: '' }) })?.valid;

  it('is good after an answer, dead after 401, and unknown after anything else', () => {
    expect(after({ ok: true, status: 200 })).toBe(true);
    expect(after({ ok: false, status: 401 })).toBe(false);
    expect(after({ ok: false, status: 500 })).toBeNull();
    expect(after({ ok: false, status: null })).toBeNull();
    expect(after(null)).toBeNull();
    expect(aiLife(null)).toBeNull();
  });
});

describe('judgeToken', () => {
  it.each([
    [45, null, 'ok'],
    [30, 30, 'warning'],
    [15, 30, 'warning'],
    [14, 14, 'warning'],
    [7, 7, 'error'],
    [1, 1, 'error'],
    [0, 1, 'error'],
  ] as const)('with %i days left the step is %s and the level %s', (days, step, level) => {
    const token = judgeToken('meta', inDays(days), WORDS, NOW);
    expect(token).toMatchObject({ days_left: days, warn_days: step, level });
    expect(token.action).toBe(level === 'ok' ? null : 'renew it');
  });

  it('an expired one is not valid, whatever was said of it before', () => {
    expect(judgeToken('meta', inDays(-2), WORDS, NOW)).toMatchObject({ valid: false, level: 'error' });
  });

  it('what nobody has inspected is unknown, not good', () => {
    const life = { valid: null, expiresAt: null, scopes: null, checkedAt: null };
    expect(judgeToken('meta', life, WORDS, NOW)).toMatchObject({ level: 'unknown', valid: null });
    expect(judgeToken('meta', null, WORDS, NOW)).toMatchObject({ configured: false, level: 'unknown' });
  });
});
