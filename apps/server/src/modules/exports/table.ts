import {
  AdFigures,
  type AdsResponse,
  type CohortsResponse,
  type FunnelReport,
  LeadRow,
  METRIC_KEYS,
  metricName,
  type MetricValues,
  type OverviewResponse,
  SaleRow,
  type TrendResponse,
  type UtmResponse,
} from '@traffic/contract';
import { type Language, translate } from '../../platform/translate.ts';

/** A cell as the report has it: counts as numbers, money and ratios as decimal strings, unknown as null. */
export type Cell = string | number | null;
/** What an export file holds; `key` names a column in tests and code, `title` is what a person reads. */
export type Table = { columns: { key: string; title: string; kind: 'text' | 'figure' }[]; rows: Cell[][] };

const TEXTS = [
  'team',
  'start',
  'end',
  'id',
  'name',
  'account_id',
  'key',
  'day',
  'created_at',
  'phone',
  'email',
];

/** A table of plain records that all have the same `keys`, titled by the metric catalogue or by the key. */
function tableOf(
  records: Record<string, Cell>[],
  language: Language,
  texts: readonly string[] = TEXTS,
  keys: readonly string[] = Object.keys(records[0] ?? {}),
): Table {
  return {
    columns: keys.map((key) => ({
      key,
      title: METRIC_KEYS.find((metric) => metric === key) ? metricName(key as never, language) : key,
      kind: texts.includes(key) || key.startsWith('utm_') ? 'text' : 'figure',
    })),
    rows: records.map((record) => keys.map((key) => record[key] ?? null)),
  };
}

const figures = (metrics: MetricValues): Record<string, Cell> =>
  Object.fromEntries(METRIC_KEYS.map((key) => [key, metrics[key]]));

/** The fields of a record in the order of its schema, which is the order of the answer. */
function inOrder<T extends Record<string, unknown>>(schema: { shape: T }, record: Record<keyof T, unknown>) {
  return Object.fromEntries(Object.keys(schema.shape).map((key) => [key, record[key] as Cell]));
}

/** The teams table with its total, as the «Команды» screen shows it. */
export function overviewTable({ teams, total }: OverviewResponse, language: Language): Table {
  const unattributed = translate('Не распределено', language);
  const rows = teams.map(({ team, metrics }) => ({ team: team?.name ?? unattributed, ...figures(metrics) }));
  return tableOf([...rows, { team: translate('Итого', language), ...figures(total) }], language);
}

export function trendTable({ points }: TrendResponse, language: Language): Table {
  return tableOf(
    points.map(({ start, end, metrics }) => ({ start, end, ...figures(metrics) })),
    language,
  );
}

export function funnelTable({ stages }: FunnelReport, language: Language): Table {
  return tableOf(
    stages.map((stage) => ({ ...stage })),
    language,
  );
}

export function cohortsTable({ cohorts }: CohortsResponse, language: Language): Table {
  const records = cohorts.map(({ ltv, cells, ...cohort }) => ({
    ...cohort,
    ...Object.fromEntries(ltv.map(({ days, value }) => [`ltv_${days}`, value])),
    ...Object.fromEntries(cells.map((cell, age) => [`revenue_${age}`, cell?.cumulative ?? null])),
  }));
  return tableOf(records, language);
}

export function adsTable({ rows, rest, unmatched, total }: AdsResponse, language: Language): Table {
  const line = (name: string, part: { figures: AdsResponse['total'] }) => ({
    ...{ id: null, name, account_id: null, team: null },
    ...inOrder(AdFigures, part.figures),
  });
  const records = rows.map((row) => ({
    ...{ id: row.id, name: row.name, account_id: row.account_id, team: row.team?.name ?? null },
    ...inOrder(AdFigures, row.figures),
  }));
  return tableOf(
    [
      ...records,
      line(translate('Остальные', language), rest),
      line(translate('Без объекта', language), { figures: unmatched }),
      line(translate('Итого', language), { figures: total }),
    ],
    language,
  );
}

export function utmTable({ by, rows, rest, total }: UtmResponse, language: Language): Table {
  const named = (values: Cell[], part: UtmResponse['total']) => ({
    ...Object.fromEntries(by.map((field, index) => [field, values[index] ?? null])),
    ...part,
  });
  return tableOf(
    [
      ...rows.map((row) => named(row.values, row.figures)),
      named([translate('Остальные', language)], rest.figures),
      named([translate('Итого', language)], total),
    ],
    language,
  );
}

export function leadsTable(leads: LeadRow[], language: Language): Table {
  const texts = [
    'id',
    'person_id',
    'source',
    'created_at',
    'business_day',
    'name',
    'phone',
    'email',
    'form',
    'team',
    'deal_id',
  ];
  return tableOf(
    leads.map((lead) => inOrder(LeadRow, { ...lead, team: lead.team?.name ?? null })),
    language,
    texts,
    Object.keys(LeadRow.shape),
  );
}

export function salesTable(sales: SaleRow[], language: Language): Table {
  const records = sales.map((sale) =>
    inOrder(SaleRow, {
      ...sale,
      team: sale.team?.name ?? null,
      sale_date_provisional: sale.sale_date_provisional ? 1 : 0,
    }),
  );
  const keys = Object.keys(SaleRow.shape);
  const texts = keys.filter((key) => key !== 'sale_amount');
  return tableOf(records, language, texts, keys);
}
