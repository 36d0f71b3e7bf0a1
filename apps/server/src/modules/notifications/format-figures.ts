import { type ChatLanguage, METRICS, type MetricKey, type MetricValues } from '@traffic/contract';

const NBSP = '\u00A0';
const CURRENCY_SIGN: Record<string, string> = { KZT: '₸', USD: '$' };
/** How each language writes numbers: between thousands, before decimals. */
const MARKS: Record<ChatLanguage, readonly [group: string, point: string]> = {
  ru: [NBSP, ','],
  kk: [NBSP, ','],
  en: [',', '.'],
};
const DASH = '—';

/** 5000 -> "5 000 ₸" with no-break spaces; decimals only when there are any. */
export function formatMoney(amount: string, currency: string, language: ChatLanguage = 'ru'): string {
  return `${formatDecimal(amount, 2, language)}${NBSP}${CURRENCY_SIGN[currency] ?? currency}`;
}

/** A decimal string as people of this language write it: at least `decimals` of them when there are any but zeros. */
export function formatDecimal(value: string, decimals: number, language: ChatLanguage): string {
  const [group, point] = MARKS[language];
  const [whole = '0', fraction = ''] = value.split('.');
  const grouped = whole.replace('-', '−').replaceAll(/\B(?=(\d{3})+(?!\d))/g, group);
  const shown = fraction.replace(/0+$/, '');
  return `${grouped}${shown === '' ? '' : `${point}${shown.padEnd(decimals, '0')}`}`;
}

/** A metric of the catalogue in its unit; what is unknown is a dash, never zero. */
export function formatMetric(
  metrics: MetricValues,
  key: MetricKey,
  currency: string,
  language: ChatLanguage,
): string {
  const value = metrics[key];
  if (value === null) return DASH;
  const text = String(value);
  switch (METRICS[key].unit) {
    case 'money':
      return formatMoney(text, currency, language);
    case 'percent':
      return `${formatDecimal(text, 2, language)}${NBSP}%`;
    case 'times':
    case 'count':
      return formatDecimal(text, 0, language);
  }
}

/** Today's and other days of the business zone: "26.11.2026", or "26.11" inside a sentence with an hour. */
export function formatDay(day: string): string {
  const [year, month, date] = day.split('-');
  return `${date}.${month}.${year}`;
}

/** An instant in the academy's zone: "26.11 14:05". */
export function formatInstant(instant: Date, zone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(local.day)}.${two(local.month)} ${two(local.hour)}:${two(local.minute)}`;
}
