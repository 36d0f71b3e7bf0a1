import { hasRates, usdRateTiyn } from '../world/rates.ts';

/** Code, name, units the rate is for, and what one unit costs in dollars. */
const CURRENCIES = [
  { title: 'AUD', fullname: 'АВСТРАЛИЙСКИЙ ДОЛЛАР', quant: 1, usd: 0.655 },
  { title: 'CNY', fullname: 'КИТАЙСКИЙ ЮАНЬ', quant: 1, usd: 0.1395 },
  { title: 'EUR', fullname: 'ЕВРО', quant: 1, usd: 1.087 },
  { title: 'KGS', fullname: 'КИРГИЗСКИЙ СОМ', quant: 1, usd: 0.0114 },
  { title: 'RUB', fullname: 'РОССИЙСКИЙ РУБЛЬ', quant: 1, usd: 0.0109 },
  { title: 'USD', fullname: 'ДОЛЛАР США', quant: 1, usd: 1 },
  { title: 'UZS', fullname: 'УЗБЕКСКИЙ СУМ', quant: 100, usd: 0.000079 },
] as const;

/** The bank's answer for a day; without items on days it sets no rates (`day` undefined: no data). */
export function ratesXml(seed: number, day: string | undefined): string {
  const [year, month, date] = (day ?? '').split('-');
  const items =
    day === undefined || !hasRates(day) ? [] : CURRENCIES.map((currency) => item(seed, day, currency));
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<rates>',
    '<generator>Alternate RSS Generator</generator>',
    '<title>Official exchange rates of National Bank of Republic Kazakhstan</title>',
    '<link>www.nationalbank.kz</link>',
    '<description>Official exchange rates of National Bank of Republic Kazakhstan</description>',
    '<copyright>www.nationalbank.kz</copyright>',
    `<date>${day === undefined ? '' : `${date}.${month}.${year}`}</date>`,
    ...items,
    '</rates>',
  ].join('\n');
}

function item(seed: number, day: string, currency: (typeof CURRENCIES)[number]): string {
  const rate = ((usdRateTiyn(seed, day) / 100) * currency.usd * currency.quant).toFixed(2);
  return [
    '<item>',
    `<fullname>${currency.fullname}</fullname>`,
    `<title>${currency.title}</title>`,
    `<description>${rate}</description>`,
    `<quant>${currency.quant}</quant>`,
    '<index></index>',
    '<change>0.00</change>',
    '</item>',
  ].join('');
}
