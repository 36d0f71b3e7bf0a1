/**
 * How each language writes numbers, months and plurals. Own tables, because browser Intl is wrong where we
 * need it most: Chromium has no Kazakh data and prints "2026 M11 5" and "KZT 1,234,567".
 */
export const LOCALES = ['ru', 'kk', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

export const NBSP = '\u00a0';

type LocaleTable = {
  group: string;
  decimal: string;
  percent: string;
  symbols: Record<string, string>;
  /** Currencies written before the amount; the others stand after it. */
  symbolsBefore: readonly string[];
  /** Months as they stand in a short date: «5 ноя». */
  shortMonths: readonly string[];
  dayMonth: (day: string, month: string) => string;
  thousand: string;
  million: string;
  billion: string;
  /** Index of the plural form of a whole number: forms are listed as "лид|лида|лидов". */
  plural: (count: number) => number;
};

function russianPlural(count: number): number {
  const tens = count % 100;
  const ones = count % 10;
  if (tens >= 11 && tens <= 14) return 2;
  if (ones === 1) return 0;
  return ones >= 2 && ones <= 4 ? 1 : 2;
}

const ru: LocaleTable = {
  group: NBSP,
  decimal: ',',
  percent: `${NBSP}%`,
  symbols: { KZT: '₸', USD: '$' },
  symbolsBefore: [],
  shortMonths: ['янв', 'фев', 'мар', 'апр', 'мая', 'июн', 'июл', 'авг', 'сен', 'окт', 'ноя', 'дек'],
  dayMonth: (day, month) => `${day}${NBSP}${month}`,
  thousand: 'тыс.',
  million: 'млн',
  billion: 'млрд',
  plural: russianPlural,
};

/** A noun after a number stays in the singular: «5 лид». */
const kk: LocaleTable = {
  ...ru,
  shortMonths: ['қаң', 'ақп', 'нау', 'сәу', 'мам', 'мау', 'шіл', 'там', 'қыр', 'қаз', 'қар', 'жел'],
  thousand: 'мың',
  plural: () => 0,
};

const en: LocaleTable = {
  group: ',',
  decimal: '.',
  percent: '%',
  symbols: { KZT: '₸', USD: '$' },
  symbolsBefore: ['USD'],
  shortMonths: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
  dayMonth: (day, month) => `${month}${NBSP}${day}`,
  thousand: 'K',
  million: 'M',
  billion: 'B',
  plural: (count) => (count === 1 ? 0 : 1),
};

export const LOCALE_TABLES: Record<Locale, LocaleTable> = { ru, kk, en };
