import type { MarginalReturn, WhatIfQuery, WhatIfResponse } from '@traffic/contract';
import type { z } from 'zod';
import { addDays, bucketStart, businessDayOf, resolvePeriod } from '../../platform/business-day.ts';
import { notFound, validationError } from '../../platform/errors.ts';
import { sumMoney } from '../../platform/money.ts';
import { ads, overview, type ReportDeps, type ReportQuestion } from '../analytics/index.ts';
import { reportCurrency, resolveTeamFilter } from '../settings/index.ts';
import { effectOf, judgeSide, type Judged, type SideWeeks } from './shift-budget.ts';

const WEEKS = 16;
const ROWS = 1_000;

type Query = z.infer<typeof WhatIfQuery>;
/** What is null is unknown, and the week is late. */
type Row = {
  key: string;
  name: string;
  spend: string | null;
  revenue: string | null;
  sales: number | null;
  late: boolean;
};
type WeekRows = Row[];

/**
 * What moving budget would have meant by the sides' own weeks: an estimate, never a promise. The weeks are whole ones, and
 * the first is the first in which the side spent.
 *
 * @param visibleSlug the team whose campaigns may be asked; undefined is any
 * @throws AppError `validation` for a side moved to itself, `not_found` for a side without a single week
 */
export async function readWhatIf(
  deps: ReportDeps,
  query: Query,
  visibleSlug: string | undefined,
): Promise<WhatIfResponse> {
  if (query.from === query.to)
    throw validationError('to: выберите, куда перенести бюджет', [{ field: 'to' }]);
  const now = deps.clock.now();
  const academy = await deps.academy();
  const { timezone } = academy;
  const currency = reportCurrency(academy);
  const team = await resolveTeamFilter(deps.db, visibleSlug);
  const next = bucketStart(businessDayOf(now, timezone), 'week');
  const starts = Array.from({ length: WEEKS }, (_, index) => addDays(next, (index - WEEKS) * 7));
  const weeks: WeekRows[] = [];
  for (const start of starts) {
    const period = resolvePeriod({ start, end: addDays(start, 6) }, now, timezone);
    const question = { language: 'ru', basis: 'cash', compare: 'previous', currency, team, period } as const;
    weeks.push(await rowsOf(deps, question, query.level));
  }
  // allowed: an estimate is computed in floats and rounded; what was asked is answered from its own string
  const amount = Number(query.amount);
  const [from, to] = [sideOf(weeks, query.from, -amount), sideOf(weeks, query.to, amount)];
  return {
    ...{ success: true, estimate: true, currency, amount: sumMoney([query.amount]) },
    period: { start: starts[0] ?? next, end: addDays(next, -1), timezone },
    ...{ from: from.answer, to: to.answer, effect: effectOf(amount, from.marginal, to.marginal) },
  };
}

async function rowsOf(deps: ReportDeps, question: ReportQuestion, level: Query['level']): Promise<WeekRows> {
  if (level === 'team') {
    const { teams } = await overview(deps, question);
    return teams.flatMap(({ team, metrics, incomplete }) =>
      team === null
        ? []
        : [
            {
              ...{ key: team.slug, name: team.name, spend: metrics.spend, revenue: metrics.revenue },
              ...{ sales: metrics.sales, late: incomplete.some((source) => source !== 'landing') },
            },
          ],
    );
  }
  const { currency } = question;
  const { rows, incomplete } = await ads(deps, question, {
    ...{ level: 'campaign', sort: 'spend', limit: ROWS, basis: 'cash', compare: 'previous', currency },
  });
  // Spend without a rate, and sales that may be another campaign's, are told row by row.
  const late = incomplete.some(({ source }) => source === 'meta' || source === 'amocrm');
  return rows.flatMap(({ id, name, figures }) =>
    id === null
      ? []
      : [
          {
            ...{
              key: id,
              name: name ?? id,
              spend: figures.spend,
              revenue: figures.revenue,
              sales: figures.sales,
            },
            late: late || figures.spend_unconverted > 0 || figures.revenue === null,
          },
        ],
  );
}

function sideOf(weeks: readonly WeekRows[], key: string, change: number) {
  const found = weeks.map((rows) => rows.find((row) => row.key === key));
  const last = found.findLast((row) => row !== undefined);
  if (last === undefined) throw notFound('Такой команды или кампании в этих неделях нет');
  const first = found.findIndex((row) => row !== undefined && Number(row.spend ?? 0) > 0);
  const own = first < 0 ? [] : found.slice(first);
  const side: SideWeeks = {
    weeks: own.map((row) => ({ spend: Number(row?.spend ?? 0), revenue: Number(row?.revenue ?? 0) })),
    sales: own.reduce((sum, row) => sum + (row?.sales ?? 0), 0),
    incomplete: own.some((row) => row !== undefined && (row.late || row.spend === null)),
  };
  const judged = judgeSide(side, change);
  return { marginal: judged.marginal, answer: answerOf(last, side, judged) };
}

function answerOf({ key, name }: Row, { weeks, sales }: SideWeeks, judged: Judged): MarginalReturn {
  const { marginal, refusal, spendPerWeek } = judged;
  const print = (value: number | undefined | null, digits = 2) =>
    value == null ? null : value.toFixed(digits);
  return {
    ...{ key, name, weeks: weeks.length, sales, refusal },
    spend_per_week: print(spendPerWeek),
    marginal: print(marginal?.value),
    marginal_low: print(marginal?.low),
    marginal_high: print(marginal?.high),
  };
}
