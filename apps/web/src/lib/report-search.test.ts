import { describe, expect, it } from 'vitest';
import { parseReportSearch, reportParams, withPeriod } from './report-search.ts';

describe('the report part of the URL', () => {
  it('names the period in exactly one way', () => {
    expect(parseReportSearch({ preset: '7d', start: '2026-11-01', end: '2026-11-05' })).toEqual({
      start: '2026-11-01',
      end: '2026-11-05',
    });
    expect(reportParams({ start: '2026-11-01', end: '2026-11-05' })).not.toHaveProperty('preset');
  });

  it('drops what is not a period or a currency, so that a broken link still opens', () => {
    const broken = { preset: 'century', start: '2026-13-45', end: '2026-11-05', currency: 'EUR' };
    expect(parseReportSearch(broken)).toEqual({});
    expect(parseReportSearch({ start: '2026-11-05', end: '2026-11-01' })).toEqual({});
  });

  it('an empty URL is 30 days in tenge by payment, always the same', () => {
    expect(reportParams({})).toEqual({ preset: '30d', currency: 'KZT', basis: 'cash' });
  });

  it('another period replaces the old one and keeps the rest', () => {
    const search = withPeriod({ sort: '-roas', start: '2026-11-01', end: '2026-11-05' }, { preset: '90d' });
    expect(search).toEqual({ sort: '-roas', preset: '90d', start: undefined, end: undefined });
  });
});
