import {
  type Basis,
  type Change,
  CHANGE_METRICS,
  type ChangeMetric,
  type ChangesResponse,
  type MetricKey,
  type TeamRow,
  type WithheldReason,
} from '@traffic/contract';
import { Big } from 'big.js';

/** Figures of one team or campaign in one of the two periods; null = unknown. */
export type ChangeFigures = {
  spend: string | null;
  sales: number | null;
  revenue: string | null;
  roas: string | null;
  sales_amount_unknown: number | null;
  spend_unconverted: number;
};

export type ChangeRow = Pick<Change, 'team' | 'campaign'> & {
  before: ChangeFigures;
  now: ChangeFigures;
  /** Sources that lack data of this row in either period. */
  late: TeamRow['incomplete'];
};

export type ChangeQuestion = {
  basis: Basis;
  /** Whether data reach back to the compared days. */
  reaches: { spend: boolean; sales: boolean };
  /** The sources a metric stands on. */
  sourcesOf: (metric: MetricKey) => readonly string[];
};

/** How many of each kind (teams, campaigns) are told of a metric. */
const TOLD = 3;
/** Sales of both periods together under which no move is told. */
const FEW_SALES = 10;
/** A move smaller than this share of the larger value is no news. */
const SMALLEST = { spend: 0.1, sales: 0, revenue: 0.2, roas: 0.2 } as const satisfies Record<
  ChangeMetric,
  number
>;
/** Nor is one smaller than this share of all teams' sum. */
const SMALLEST_OF_ALL = 0.01;
/** Counts scatter by their root: two roots are what chance gives once in twenty. */
const ROOTS = 2;

/**
 * The biggest moves of each metric, and how many rows nothing is claimed of.
 * @param rows teams first: their sums say how big everything is
 */
export function pickChanges(
  rows: readonly ChangeRow[],
  question: ChangeQuestion,
): Pick<ChangesResponse, 'changes' | 'withheld'> {
  const changes: Change[] = [];
  const withheld = new Map<string, ChangesResponse['withheld'][number]>();
  for (const metric of CHANGE_METRICS) {
    const whole = sumOfTeams(rows, metric);
    const told = rows.flatMap((row) => {
      const verdict = judge(metric, row, question, whole);
      if (verdict === null) return [];
      if (typeof verdict === 'object') return [{ change: verdict, weight: weightOf(metric, row, verdict) }];
      const key = `${metric} ${verdict}`;
      const rowsSoFar = withheld.get(key)?.rows ?? 0;
      withheld.set(key, { metric, reason: verdict, rows: rowsSoFar + 1 });
      return [];
    });
    const sorted = told.toSorted((a, b) => b.weight.cmp(a.weight)).map(({ change }) => change);
    changes.push(...sorted.filter(({ campaign }) => campaign === null).slice(0, TOLD));
    changes.push(...sorted.filter(({ campaign }) => campaign !== null).slice(0, TOLD));
  }
  return { changes, withheld: [...withheld.values()] };
}

function judge(
  metric: ChangeMetric,
  row: ChangeRow,
  question: ChangeQuestion,
  whole: Big,
): Change | WithheldReason | null {
  const { before, now } = row;
  const [was, is] = [before[metric], now[metric]];
  if (isNothing(before) && isNothing(now)) return null;
  const reason = unsure(metric, row, question);
  if (reason !== null) return reason;
  if (was === null || is === null) return null;
  const [from, to] = [new Big(was), new Big(is)];
  const moved = to.minus(from);
  const larger = from.abs().gt(to.abs()) ? from.abs() : to.abs();
  if (moved.eq(0) || moved.abs().div(larger).lt(SMALLEST[metric])) return null;
  if (metric !== 'roas' && whole.gt(0) && moved.abs().div(whole).lt(SMALLEST_OF_ALL)) return null;
  // Known by now, where the metric stands on them.
  const [sold, sells] = [before.sales ?? 0, now.sales ?? 0];
  if (metric !== 'spend' && sold + sells < FEW_SALES) return 'few';
  if (metric === 'roas' && Math.min(sold, sells) < FEW_SALES / 2) return 'few';
  if (metric === 'sales' && moved.abs().lt(ROOTS * Math.sqrt(Math.abs(sold) + Math.abs(sells)))) return null;
  const decimals = { spend: 2, sales: 0, revenue: 2, roas: 4 }[metric];
  return {
    metric,
    ...{ team: row.team, campaign: row.campaign },
    before: from.toFixed(decimals),
    now: to.toFixed(decimals),
    difference: moved.toFixed(decimals),
    percent: from.lte(0) ? null : moved.div(from).times(100).toFixed(2),
  };
}

const isNothing = ({ spend, sales, revenue }: ChangeFigures): boolean =>
  new Big(spend ?? 0).eq(0) && sales === 0 && new Big(revenue ?? 0).eq(0);

/** Why nothing is said of a metric of a row; null when its two values may be compared. */
function unsure(
  metric: ChangeMetric,
  { before, now, late }: ChangeRow,
  { basis, reaches, sourcesOf }: ChangeQuestion,
): WithheldReason | null {
  const ofSpend = metric === 'spend' || metric === 'roas';
  const ofSales = metric !== 'spend';
  const ofMoney = metric === 'revenue' || metric === 'roas';
  if (late.some((source) => sourcesOf(metric).includes(source))) return 'incomplete';
  if (ofSpend && [before, now].some((one) => one.spend === null || one.spend_unconverted > 0))
    return 'incomplete';
  if (ofSales && [before, now].some((one) => one.sales === null)) return 'incomplete';
  if (ofMoney && [before, now].some((one) => one.sales_amount_unknown !== 0)) return 'incomplete';
  if ((ofSpend && !reaches.spend) || (ofSales && !reaches.sales)) return 'short_history';
  return basis === 'cohort' && ofSales ? 'cohort' : null;
}

/** Money and counts by how much they moved; ROAS by the revenue that its move is worth at the later spend. */
function weightOf(metric: ChangeMetric, { now }: ChangeRow, { difference }: Change): Big {
  const moved = new Big(difference).abs();
  return metric === 'roas' ? moved.times(now.spend ?? 0) : moved;
}

function sumOfTeams(rows: readonly ChangeRow[], metric: ChangeMetric): Big {
  const sum = (of: 'before' | 'now') =>
    rows
      .filter(({ campaign }) => campaign === null)
      .reduce((all, row) => all.plus(row[of][metric] ?? 0), new Big(0));
  const [before, now] = [sum('before'), sum('now')];
  return before.gt(now) ? before : now;
}

/** The figures a move is judged by, of a row of any report. */
export const toChangeFigures = (values: ChangeFigures): ChangeFigures => ({
  spend: values.spend,
  sales: values.sales,
  revenue: values.revenue,
  roas: values.roas,
  sales_amount_unknown: values.sales_amount_unknown,
  spend_unconverted: values.spend_unconverted,
});
