import type { AdFigures, AdsQuery, AdsResponse } from '@traffic/contract';
import type { z } from 'zod';
import { validationError } from '../../platform/errors.ts';
import { ratio, sumMoney } from '../../platform/money.ts';
import { loadChildren } from './load-ad-children.ts';
import { type AdRow, loadCampaigns } from './load-ads.ts';
import { envelope, type ReportDeps, type ReportQuestion } from './report-query.ts';
import { type Known, knownSources } from './to-metrics.ts';

type Query = z.infer<typeof AdsQuery>;
type Sums = Omit<AdRow, 'id' | 'name' | 'account_id' | 'team_id' | 'kind' | 'rows'>;

/**
 * The ads tree, one level at a time.
 *
 * @param keep which objects, by id; all, and what names none, when absent
 * @throws AppError `validation` when ad sets or ads are asked without their parent
 */
export async function ads(
  deps: ReportDeps,
  question: ReportQuestion,
  query: Query,
  keep?: (id: string | null) => boolean,
): Promise<AdsResponse> {
  const { level, parent } = query;
  if (level !== 'campaign' && parent === undefined)
    throw validationError('parent: укажите кампанию или группу объявлений');
  const [head, all, teams] = await Promise.all([
    envelope(deps, question),
    level === 'campaign' || parent === undefined
      ? loadCampaigns(deps.db, question, { sort: query.sort, limit: keep === undefined ? query.limit : null })
      : loadChildren(deps.db, question, level, parent),
    deps.db.selectFrom('traffic_teams').select(['id', 'slug', 'name', 'emoji', 'color']).execute(),
  ]);
  const found = keep === undefined ? all : all.filter(({ id }) => keep(id));
  const known = knownSources(head.sources);
  const byId = new Map(teams.map((team) => [team.id, team]));
  const of = (kind: AdRow['kind']) => found.filter((row) => row.kind === kind);
  const rows = biggestFirst(of('row'), query.sort);
  const hidden = [...rows.slice(query.limit), ...of('rest')];
  const figures = (some: AdRow[]) => toFigures(addUp(some), known);
  // Whose leads and sales they are may be unknown; that they are is not.
  const whole = of('unmatched').length > 0 ? { untold: 0 } : {};
  return {
    ...head,
    level,
    parent: parent ?? null,
    rows: rows.slice(0, query.limit).map((row) => ({
      id: row.id,
      name: row.name,
      account_id: row.account_id ?? '',
      team: row.team_id === null ? null : (byId.get(row.team_id) ?? null),
      figures: figures([row]),
    })),
    rest: { rows: hidden.reduce((sum, row) => sum + row.rows, 0), figures: figures(hidden) },
    unmatched: figures(of('unmatched')),
    total: toFigures({ ...addUp(found), ...whole }, known),
  };
}

/** Biggest first; equal ones by id, so that the order is the same every time. */
function biggestFirst(rows: AdRow[], key: Query['sort']): AdRow[] {
  const money = key === 'spend' || key === 'revenue';
  const size = (row: AdRow) => BigInt(money ? String(row[key]).replace('.', '') : row[key]);
  return rows
    .map((row) => ({ row, id: row.id ?? '', size: size(row) }))
    .toSorted((a, b) => (a.size === b.size ? (a.id < b.id ? -1 : 1) : a.size > b.size ? -1 : 1))
    .map(({ row }) => row);
}

const COUNTS = [
  'converted',
  'spend_unconverted',
  'impressions',
  'clicks',
  'leads',
  'sales',
  'express_purchases',
  'flagman_purchases',
  'sales_amount_unknown',
  'untold',
] as const;

function addUp(rows: AdRow[]): Sums {
  const counts = COUNTS.map((key) => [key, rows.reduce((sum, row) => sum + row[key], 0)]);
  const money = (['spend', 'revenue'] as const).map((key) => [key, sumMoney(rows.map((row) => row[key]))]);
  return Object.fromEntries([...counts, ...money]) as Sums;
}

/** The figures of an object with the ratios, computed from its sums. */
export function toFigures({ converted, untold, ...sums }: Sums, known: Known): AdFigures {
  const unknown = !known.meta || (sums.spend_unconverted > 0 && converted === 0);
  const spend = unknown ? null : sums.spend;
  const impressions = known.meta ? sums.impressions : null;
  const clicks = known.meta ? sums.clicks : null;
  const told = untold === 0 ? sums : UNTOLD;
  const leads = known.landing ? told.leads : null;
  const per = (bottom: number | null, factor = 1) =>
    spend === null || bottom === null ? null : ratio(spend, String(bottom), { factor });
  const percent = { factor: 100, decimals: 2 };
  const { sales, express_purchases, flagman_purchases, revenue, sales_amount_unknown } = told;
  const returned = spend === null || revenue === null ? null : { revenue, spend };
  return {
    ...{ spend, spend_unconverted: sums.spend_unconverted, impressions, clicks, leads },
    ...{ sales, express_purchases, flagman_purchases, revenue, sales_amount_unknown },
    ctr: clicks === null ? null : ratio(String(clicks), String(impressions), percent),
    cpc: per(clicks),
    cpm: per(impressions, 1000),
    cpl: per(leads),
    cpa: per(sales),
    roas: returned && ratio(returned.revenue, returned.spend, { decimals: 4 }),
    roi: returned && ratio(sumMoney([returned.revenue, `-${returned.spend}`]), returned.spend, percent),
  };
}

/** What the CRM and the landing know of objects that a tag does not tell from others. */
const UNTOLD = {
  ...{ leads: null, sales: null, express_purchases: null, flagman_purchases: null },
  ...{ revenue: null, sales_amount_unknown: null },
};
