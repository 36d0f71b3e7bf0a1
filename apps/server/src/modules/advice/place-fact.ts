import type { AdviceFact } from '@traffic/contract';
import type { Fact, Finding } from './finding.ts';
import { ROWS } from './load-input.ts';

type Place = Pick<AdviceFact, 'api' | 'path' | 'page'>;

/** A fact with the report that answers it, for programs and for people. */
export function placeFact(fact: Fact, finding: Pick<Finding, 'of' | 'currency'>): AdviceFact {
  const { key, value, unit, period } = fact;
  return { key, value, unit, period, ...placeOf(fact, finding) };
}

function placeOf({ query, period }: Fact, { of, currency }: Pick<Finding, 'of' | 'currency'>): Place {
  const days = { start: period.start, end: period.end, currency };
  const address = (path: string, values: Record<string, string>) => `${path}?${new URLSearchParams(values)}`;
  switch (query.report) {
    case 'overview':
      return {
        api: address('/api/v1/overview', { ...days, team: of }),
        path: ['total', query.metric],
        page: address(`/cabinet/${of}`, days),
      };
    case 'ads': {
      const { level, id, metric } = query;
      const parent = query.level === 'ad' ? { parent: query.parent } : {};
      return {
        api: address('/api/v1/ads', { ...days, team: of, level, ...parent, limit: String(ROWS) }),
        path: ['rows', `id=${id}`, 'figures', metric],
        page: address('/ads', { ...days, team: of }),
      };
    }
    case 'cohorts': {
      const cohort = query.of === 'median_days' ? '' : `start=${query.cohort}`;
      const paths = {
        median_days: ['time_to_payment', 'median_days'],
        persons: ['cohorts', cohort, 'persons'],
        first_week_sales: ['cohorts', cohort, 'cells', '0', 'sales'],
      };
      return {
        api: address('/api/v1/cohorts', { ...days, team: of, by: 'week' }),
        path: paths[query.of],
        page: address('/funnel', { ...days, team: of, by: 'week' }),
      };
    }
  }
}

/** What an answer says at a path; undefined where it says nothing. A step `id=120` picks the row of a list. */
export function valueAt(answer: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, step) => {
    if (Array.isArray(value)) {
      const [field, wanted] = step.split('=');
      if (wanted === undefined) return value[Number(step)];
      return value.find((row: Record<string, unknown>) => row[field ?? ''] === wanted);
    }
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[step] : undefined;
  }, answer);
}
