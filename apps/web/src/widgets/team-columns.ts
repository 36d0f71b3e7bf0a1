import type { MetricKey, TeamRow } from '@traffic/contract';
import { compare } from '../lib/decimal.ts';

export const COLUMN_SETS = {
  main: ['spend', 'leads', 'cpl', 'sales', 'cpa', 'revenue', 'aov', 'roas', 'roi'],
  budget: ['spend', 'impressions', 'clicks', 'ctr', 'cpc', 'cpm', 'drr'],
  funnel: ['clicks', 'leads', 'cpl', 'express_purchases', 'cpa_express', 'flagman_purchases', 'cpa_flagman'],
  money: ['spend', 'revenue', 'express_revenue', 'flagman_revenue', 'aov', 'roas', 'roi', 'drr'],
} as const satisfies Record<string, readonly MetricKey[]>;
export type ColumnSet = keyof typeof COLUMN_SETS;
export const COLUMN_SET_NAMES = Object.keys(COLUMN_SETS) as ColumnSet[];

export type SortKey = MetricKey | 'team';
export type Sort = { key: SortKey; descending: boolean };
export const DEFAULT_SORT: Sort = { key: 'revenue', descending: true };

/** Reads `-revenue` from the URL; anything unknown is the default. */
export function parseSort(text: string | undefined): Sort {
  const key = text?.replace(/^-/, '');
  const known =
    key === 'team' || Object.values(COLUMN_SETS).some((set: readonly string[]) => set.includes(key ?? ''));
  return known ? { key: key as SortKey, descending: text?.startsWith('-') ?? false } : DEFAULT_SORT;
}

/** `-revenue`: how a sort stands in the URL. */
export const sortText = ({ key, descending }: Sort): string => `${descending ? '-' : ''}${key}`;

/** The sort after a click on a header: figures start with the largest, names with the first letter. */
export function nextSort(current: Sort, key: SortKey): Sort {
  return { key, descending: current.key === key ? !current.descending : key !== 'team' };
}

/** Teams in order; an unknown figure goes last in both directions, for it is neither large nor small. */
export function sortTeams(rows: readonly TeamRow[], { key, descending }: Sort): TeamRow[] {
  const sign = descending ? -1 : 1;
  return rows.toSorted((a, b) => {
    if (key === 'team') return sign * (a.team?.name ?? '').localeCompare(b.team?.name ?? '', 'ru');
    const left = a.metrics[key];
    const right = b.metrics[key];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return sign * compare(String(left), String(right));
  });
}
