import type { Basis, Currency, PeriodPreset, TrendGroup } from '@traffic/contract';
import { PERIOD_PRESETS } from '@traffic/contract';

export const CURRENCIES = ['KZT', 'USD'] as const satisfies readonly Currency[];
export const BASES = ['cash', 'cohort'] as const satisfies readonly Basis[];
/** What figures are compared with; `off` shows them alone. */
export const COMPARES = ['previous', 'year', 'off'] as const;
export const GROUPS = ['day', 'week', 'month'] as const satisfies readonly TrendGroup[];
export const DEFAULT_PRESET: PeriodPreset = '30d';

/** What of the URL decides the figures: the same URL shows the same numbers in a fresh profile. */
export type ReportSearch = {
  preset?: PeriodPreset | undefined;
  start?: string | undefined;
  end?: string | undefined;
  currency?: Currency | undefined;
  basis?: Basis | undefined;
  compare?: (typeof COMPARES)[number] | undefined;
  group?: TrendGroup | undefined;
};

/** Its keys: every link inside keeps them. */
export const REPORT_KEYS = [
  'preset',
  'start',
  'end',
  'currency',
  'basis',
  'compare',
  'group',
] as const satisfies readonly (keyof ReportSearch)[];

/** A period to show: a preset, or two days. */
export type PeriodChoice = Pick<ReportSearch, 'preset' | 'start' | 'end'>;

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const isDay = (value: unknown): value is string =>
  typeof value === 'string' && DAY.test(value) && !Number.isNaN(Date.parse(value));

/** Reads the report part of a URL; anything unknown is dropped, so that an old link still opens. */
export function parseReportSearch(search: Record<string, unknown>): ReportSearch {
  const { start, end } = search;
  const preset = PERIOD_PRESETS.find((name) => name === search.preset);
  const currency = CURRENCIES.find((name) => name === search.currency);
  const basis = BASES.find((name) => name === search.basis);
  const compare = COMPARES.find((name) => name === search.compare);
  const group = GROUPS.find((name) => name === search.group);
  const custom = isDay(start) && isDay(end) && start <= end;
  return {
    ...(custom ? { start, end } : preset ? { preset } : {}),
    ...(currency ? { currency } : {}),
    ...(basis ? { basis } : {}),
    ...(compare ? { compare } : {}),
    ...(group ? { group } : {}),
  };
}

/** Query parameters of a report call; exactly one way of naming the period is sent. */
export function reportParams(search: ReportSearch) {
  const { start, end, preset, currency, basis } = search;
  const period = start && end ? { start, end } : { preset: preset ?? DEFAULT_PRESET };
  return { ...period, currency: currency ?? 'KZT', basis: basis ?? 'cash' };
}

/** The same for the calls that answer a comparison too. */
export function comparedParams(search: ReportSearch) {
  return { ...reportParams(search), compare: search.compare === 'year' ? 'year' : 'previous' } as const;
}

/**
 * The same URL with another period. The keys of the old one are named with `undefined`: a key that is only
 * left out would be retained by the router.
 */
export function withPeriod<T extends object>(
  search: T,
  { preset, start, end }: PeriodChoice,
): T & PeriodChoice {
  return { ...search, preset, start, end };
}
