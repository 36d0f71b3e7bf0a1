import { round, shiftDown } from './decimal.ts';
import { formatDays, formatInstants } from './format-dates.ts';
import { LOCALE_TABLES, type Locale, NBSP } from './locale-tables.ts';

const MINUS = '\u2212';
/** Money of seven digits fits a tile; beyond that the compact form is shown and the exact one on hover. */
const EXACT_DIGITS = 7;

/** A figure cut in two, so that a tile can print the unit smaller than the digits. */
export type FigureParts = { prefix: string; digits: string; unit: string };
export type Formatter = ReturnType<typeof createFormatter>;

/**
 * Everything that turns a value of the API into text, for one language and one business time zone.
 * Money and ratios come in as decimal strings and are only rounded for print, never summed.
 */
export function createFormatter(locale: Locale, timezone: string) {
  const table = LOCALE_TABLES[locale];

  const number = (value: string | number, digits = 0): string => {
    const rounded = round(String(value), digits);
    const negative = rounded.startsWith('-');
    const [whole = '', fraction] = rounded.replace('-', '').split('.');
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, table.group);
    return `${negative ? MINUS : ''}${grouped}${fraction ? table.decimal + fraction : ''}`;
  };

  /** Digits with their currency where the language puts it: «12,35 млн ₸», "$12.35 M". */
  const figure = (digits: string, scale: string, currency: string): FigureParts => {
    const symbol = table.symbols[currency] ?? currency;
    const before = table.symbolsBefore.includes(currency);
    const unit = [scale, before ? '' : symbol].filter(Boolean).join(NBSP);
    return { prefix: before ? symbol : '', digits, unit };
  };

  /** `1 234 567 ₸`: tenge are whole, dollars have cents, an unlisted currency is named by its code. */
  const money = (value: string, currency: string): string => {
    const text = number(value, currency === 'KZT' ? 0 : 2);
    const { prefix, unit } = figure('', '', currency);
    const sign = text.startsWith(MINUS) ? MINUS : '';
    return `${sign}${prefix}${text.slice(sign.length)}${unit ? NBSP + unit : ''}`;
  };

  /** Money for narrow places: exact up to seven digits, «12,35 млн ₸» above. */
  const moneyParts = (value: string, currency: string): FigureParts => {
    const whole = round(value, 0).replace('-', '').length;
    if (whole <= EXACT_DIGITS) {
      return figure(number(value, currency === 'USD' && whole <= 5 ? 2 : 0), '', currency);
    }
    const power = whole > 9 ? 9 : 6;
    return figure(
      number(shiftDown(value, power, 2), 2),
      power === 9 ? table.billion : table.million,
      currency,
    );
  };

  /** A round number of an axis: «2,5 млн ₸», «250 тыс. ₸», «0». */
  const compact = (value: number, currency: string): string => {
    const [power, word] =
      Math.abs(value) >= 1e9
        ? [9, table.billion]
        : Math.abs(value) >= 1e6
          ? [6, table.million]
          : Math.abs(value) >= 1e4
            ? [3, table.thousand]
            : [0, ''];
    if (value === 0) return '0';
    const scaled = value / 10 ** power;
    const { prefix, digits, unit } = figure(
      number(scaled.toFixed(3), Number.isInteger(scaled) ? 0 : 1),
      word,
      currency,
    );
    return `${prefix}${digits}${unit ? NBSP + unit : ''}`;
  };

  const percent = (value: string, digits = 1): string => `${number(value, digits)}${table.percent}`;
  /** A change with its sign: «+12,3 %», «−4,0 %». */
  const signedPercent = (value: string): string =>
    `${value.startsWith('-') || Number(value) === 0 ? '' : '+'}${percent(value)}`;

  return {
    locale,
    timezone,
    number,
    money,
    moneyParts,
    compact,
    percent,
    signedPercent,
    /** The word of `forms` ("лид|лида|лидов") that goes with a whole number. */
    plural: (count: number, forms: string): string => {
      const words = forms.split('|');
      return words[Math.min(table.plural(Math.abs(count)), words.length - 1)] ?? forms;
    },
    /** «37 лидов»: the number and its word. */
    counted(count: number, forms: string): string {
      return `${number(count)}${NBSP}${this.plural(count, forms)}`;
    },
    ...formatDays(table),
    ...formatInstants(table, timezone),
  };
}
