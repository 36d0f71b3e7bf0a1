import type { OverviewResponse, SourceState } from '@traffic/contract';
import { describe, expect, it } from 'vitest';
import { emptinessOf, emptyKind, sourceProblems } from './source-problems.ts';

const source = (key: SourceState['key'], known: Partial<SourceState> = {}): SourceState => ({
  key,
  status: 'ok',
  updated_at: '2026-11-20T10:00:00Z',
  incomplete_since: null,
  reason: null,
  ...known,
});

const nothing = (sources: SourceState[]) =>
  ({ total: { spend: null, leads: 0, sales: 0 }, sources }) as unknown as OverviewResponse;

describe('problems of sources', () => {
  it('failed, stale and incomplete sources are problems; absent ones are not', () => {
    const problems = sourceProblems([
      source('meta', { status: 'failed' }),
      source('amocrm', { incomplete_since: '2026-11-19T00:00:00Z' }),
      source('landing', { status: 'not_configured' }),
      source('rates'),
    ]);
    expect(problems.map(({ source: { key }, kind }) => [key, kind])).toEqual([
      ['meta', 'failed'],
      ['amocrm', 'incomplete'],
    ]);
  });
});

describe('why there is nothing', () => {
  it('nothing is connected', () => {
    const sources = [
      source('meta', { status: 'not_configured' }),
      source('amocrm', { status: 'not_configured' }),
    ];
    expect(emptinessOf(nothing(sources))).toBe('not_connected');
  });

  it('landing pages, which have no switch, do not make an unconnected product look connected', () => {
    const off = source('amocrm', { status: 'not_configured' });
    const silent = source('landing', { status: 'never' });
    expect(emptyKind([off, silent])).toBe('not_connected');
    expect(emptyKind([off, silent], ['landing'])).toBe('no_data');
    expect(emptyKind([off, silent], ['amocrm'])).toBe('not_connected');
  });

  it('connected, and waiting for the first event', () => {
    const sources = [source('meta', { status: 'not_configured' }), source('amocrm', { status: 'never' })];
    expect(emptinessOf(nothing(sources))).toBe('no_data');
  });

  it('a source that does not answer leaves it unknown: nothing is not said to have happened', () => {
    const sources = [source('meta', { status: 'failed' }), source('amocrm')];
    expect(emptyKind(sources)).toBe('unknown');
    expect(emptyKind(sources, ['amocrm'])).toBe('filtered');
  });

  it('data exist, this period has none', () => {
    expect(emptinessOf(nothing([source('meta'), source('amocrm')]))).toBe('filtered');
  });
});
