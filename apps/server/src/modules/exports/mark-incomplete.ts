import { type Incomplete, METRIC_KEYS, SOURCE_KEYS } from '@traffic/contract';
import { type Language, translate } from '../../platform/translate.ts';
import type { Table } from './table.ts';

type Source = (typeof SOURCE_KEYS)[number];
type Late = Pick<Incomplete, 'source' | 'since' | 'metrics'>;

/** What a source is called in a file's heading: the same in every language, but the landing pages. */
const NAMES: Record<Source, string> = {
  amocrm: 'AmoCRM',
  meta: 'Meta',
  rates: 'курсы валют',
  landing: 'лендинги',
};

/** Figures of files that are no metric of the catalogue, and the day by which a list is a list at all. */
const STAND_ON: Record<string, readonly Source[]> = {
  persons: ['landing', 'amocrm'],
  bought: ['landing', 'amocrm'],
  from_previous: ['landing', 'amocrm'],
  from_lead: ['landing', 'amocrm'],
  spend_per_person: ['meta', 'rates', 'landing', 'amocrm'],
  payers: ['landing', 'amocrm'],
  revenue_before_lead: ['landing', 'amocrm'],
  payback_day: [...SOURCE_KEYS],
  sale_amount: ['amocrm'],
  sale_date: ['amocrm'],
  created_at: ['landing'],
};
/** Steps of a cohort's age: revenue_0, revenue_1 ... */
const STEP = /^revenue_\d+$/;

/**
 * The table with the headings of every figure that cannot be trusted saying so, with the source and since when: a file
 * is read apart from the screen that shows the sources.
 */
export function markIncomplete(
  table: Table,
  incomplete: readonly Late[],
  zone: string,
  language: Language,
): Table {
  return {
    ...table,
    columns: table.columns.map((column) => {
      const marks = incomplete
        .filter((late) => isAffected(column.key, late))
        .map((late) => inWords(late, zone, language));
      return marks.length === 0 ? column : { ...column, title: `${column.title} (${marks.join('; ')})` };
    }),
  };
}

function isAffected(key: string, late: Late): boolean {
  if (METRIC_KEYS.some((metric) => metric === key)) return late.metrics.includes(key);
  const sources = STEP.test(key) ? (['landing', 'amocrm'] as const) : (STAND_ON[key] ?? []);
  return sources.some((source) => source === late.source);
}

function inWords({ source, since }: Late, zone: string, language: Language): string {
  const name = translate(NAMES[source], language);
  if (since === null) return translate(`неполно: ${name}`, language);
  return translate(`неполно с ${minuteOf(since, zone)}: ${name}`, language);
}

/** 2026-11-20 08:00, by the academy's clock. */
function minuteOf(instant: string, zone: string): string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  return format.format(new Date(instant));
}
