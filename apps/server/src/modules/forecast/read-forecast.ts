import type { ForecastResponse } from '@traffic/contract';
import {
  addDays,
  bucketEnd,
  bucketStart,
  businessDayOf,
  resolvePeriod,
} from '../../platform/business-day.ts';
import { overview, type ReportDeps, type ReportQuestion } from '../analytics/index.ts';
import { reportCurrency, resolveTeamFilter } from '../settings/index.ts';
import { judgeFigure } from './judge-figure.ts';

const HISTORY_DAYS = 365;
const ZERO = /^-?0+(\.0*)?$/;

/**
 * The running month's end, from whole days of the reports by payment. Yesterday is the last day it knows; on the first of a
 * month that is the month before, and the forecast is what that month has.
 *
 * @param slug one team, or undefined for everybody
 * @throws AppError `not_found` for an unknown team
 */
export async function readForecast(deps: ReportDeps, slug: string | undefined): Promise<ForecastResponse> {
  const now = deps.clock.now();
  const academy = await deps.academy();
  const { timezone } = academy;
  const currency = reportCurrency(academy);
  const until = addDays(businessDayOf(now, timezone), -1);
  const start = bucketStart(until, 'month');
  const team = await resolveTeamFilter(deps.db, slug);
  const ask = (from: string): ReportQuestion => ({
    ...{ language: 'ru', basis: 'cash', compare: 'previous', currency, team },
    period: resolvePeriod({ start: from, end: until }, now, timezone),
  });
  const [history, month] = await Promise.all([
    overview(deps, ask(addDays(until, 1 - HISTORY_DAYS))),
    overview(deps, ask(start)),
  ]);
  /** Since its own first day: a school that spent for months before it sold has no months of selling nothing. */
  const since = (of: 'spend' | 'revenue') => {
    const first = history.days.findIndex(({ [of]: value }) => value !== null && !ZERO.test(value));
    return first < 0 ? [] : history.days.slice(first);
  };
  const late = new Set(history.incomplete.map(({ source }) => source));
  const judge = (of: 'spend' | 'revenue', source: 'meta' | 'amocrm') => {
    if (late.has(source)) return { figure: null, refusal: 'incomplete' as const };
    const values = since(of).map(({ day, [of]: value }) => ({
      day,
      value: value === null ? null : Number(value),
    }));
    return judgeFigure(values, month.total[of] ?? '0.00');
  };
  return {
    success: true,
    month: { start, end: bucketEnd(start, 'month'), timezone },
    ...{
      until,
      currency,
      history_days: Math.max(since('spend').length, since('revenue').length),
      incomplete: month.incomplete,
    },
    spend: judge('spend', 'meta'),
    revenue: judge('revenue', 'amocrm'),
    updated_at: now.toISOString(),
  };
}
