import type { AdviceFact, Currency } from '@traffic/contract';
import { Big } from 'big.js';
import type { Language } from '../../../platform/translate.ts';

const NBSP = '\u00a0';
const STYLE = {
  ru: { group: NBSP, decimal: ',', percent: `${NBSP}%`, days: 'дн.' },
  kk: { group: NBSP, decimal: ',', percent: `${NBSP}%`, days: 'күн' },
  en: { group: ',', decimal: '.', percent: '%', days: 'days' },
} as const;
/** As the screens print them: tenge whole, CPC-like small sums with cents, dollars always with them. */
const DIGITS = { money: 0, count: 0, percent: 2, times: 2, days: 0 } as const;

/** A figure as people read it: `1 234 567 ₸`, `12,30 %`, `3,61×`. */
export function formatValue(
  { value, unit }: Pick<AdviceFact, 'value' | 'unit'>,
  currency: Currency,
  language: Language,
): string {
  const { group, decimal, percent, days } = STYLE[language];
  const cents =
    unit === 'money' && (currency === 'USD' || (new Big(value).abs().lt(100) && !new Big(value).eq(0)));
  const [whole = '0', fraction] = new Big(value)
    .toFixed(cents ? 2 : DIGITS[unit], Big.roundHalfUp)
    .split('.');
  const digits = `${whole.replaceAll(/\B(?=(\d{3})+$)/g, group)}${fraction ? decimal + fraction : ''}`;
  switch (unit) {
    case 'money':
      return moneyOf(digits, currency, language);
    case 'percent':
      return `${digits}${percent}`;
    case 'times':
      return `${digits}×`;
    case 'days':
      return `${digits}${NBSP}${days}`;
    case 'count':
      return digits;
  }
}

function moneyOf(digits: string, currency: Currency, language: Language): string {
  if (currency === 'KZT') return `${digits}${NBSP}₸`;
  return language === 'en' ? digits.replace(/^(-?)/, '$1$$') : `${digits}${NBSP}$`;
}
