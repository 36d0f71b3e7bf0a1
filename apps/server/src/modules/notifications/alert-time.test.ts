import { describe, expect, it } from 'vitest';
import { afterQuiet, alertTime } from './alert-time.ts';

const NIGHT = { from: '23:00', to: '08:00' };
const BASE = { critical: false, quiet: NIGHT, lastToldAt: null, zone: 'Asia/Almaty' };
/** Almaty is UTC+5: 17:59Z is 22:59. */
const told = (openedAt: string, more: Partial<Parameters<typeof alertTime>[0]> = {}) =>
  alertTime({ ...BASE, openedAt: new Date(openedAt), ...more }).toISOString();

describe('alertTime', () => {
  it('waits a minute, so that what heals by itself wakes nobody', () => {
    expect(told('2026-11-26T09:00:00Z')).toBe('2026-11-26T09:01:00.000Z');
  });

  it('keeps the night for what is not critical, over midnight too', () => {
    expect(told('2026-11-26T18:00:00Z')).toBe('2026-11-27T03:00:00.000Z');
    expect(told('2026-11-26T22:00:00Z')).toBe('2026-11-27T03:00:00.000Z');
    expect(told('2026-11-27T03:00:00Z')).toBe('2026-11-27T03:01:00.000Z');
    expect(told('2026-11-26T22:00:00Z', { critical: true })).toBe('2026-11-26T22:01:00.000Z');
    expect(told('2026-11-26T22:00:00Z', { quiet: null })).toBe('2026-11-26T22:01:00.000Z');
  });

  it('tells a trouble that comes and goes every half an hour at most', () => {
    const lastToldAt = new Date('2026-11-26T09:00:00Z');
    expect(told('2026-11-26T09:10:00Z', { lastToldAt })).toBe('2026-11-26T09:30:00.000Z');
    expect(told('2026-11-26T11:00:00Z', { lastToldAt })).toBe('2026-11-26T11:01:00.000Z');
  });

  it('quiet hours within one day end on that day', () => {
    const noon = { from: '12:00', to: '14:00' };
    const after = (iso: string) => afterQuiet(new Date(iso), noon, 'Asia/Almaty').toISOString();
    expect(after('2026-11-26T08:30:00Z')).toBe('2026-11-26T09:00:00.000Z');
    expect(after('2026-11-26T09:00:00Z')).toBe('2026-11-26T09:00:00.000Z');
  });
});
