import Big from 'big.js';
import { UpstreamError } from '../../platform/errors.ts';

/** KZT for one unit of each currency, as decimal strings, by currency code. */
export type DayRates = ReadonlyMap<string, string>;

/** More decimals than the bank publishes (2) plus its largest quant (1000) can need. */
const DECIMALS = 10;

/**
 * Reads the bank's daily sheet, `<rates><date>DD.MM.YYYY</date><item><title>USD</title><description>505.16
 * </description><quant>1</quant>...`: KZT for one unit by currency code. The shape is fixed and flat, hence no
 * XML library. An item whose number is none is left out: thirty other rates of the day are still true.
 *
 * @returns null when the sheet has no rates for `day`, also when it is the sheet of another day: a rate of
 *   today must never stand for a day of the past
 * @throws UpstreamError `rates` when it is not such a sheet or no number in it is one
 */
export function parseRates(xml: string, day: string): DayRates | null {
  if (!xml.includes('<rates>')) throw unreadable('not a sheet of rates');
  const published = textOf(xml, 'date');
  if (published !== '' && published !== day.split('-').toReversed().join('.')) return null;
  const items = [...xml.matchAll(/<item>(.*?)<\/item>/gs)].map(([, item = '']) => item);
  if (items.length === 0) return null;
  const rates = new Map(items.map(readItem).filter((entry) => entry !== null));
  if (rates.size === 0) throw unreadable('no rate that is a number');
  return rates;
}

function readItem(item: string): [currency: string, rate: string] | null {
  const currency = textOf(item, 'title');
  const price = decimal(textOf(item, 'description'));
  const quant = decimal(textOf(item, 'quant'));
  if (currency === '' || price === null || quant === null) return null;
  return [currency, price.div(quant).round(DECIMALS, Big.roundHalfUp).toFixed()];
}

function textOf(xml: string, tag: string): string {
  return new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(xml)?.[1]?.trim() ?? '';
}

/** "505.16", "505,16" and "1 205,16" are all in the bank's archive. Null for what is no positive number. */
function decimal(text: string): Big | null {
  const plain = text.replaceAll(/\s/g, '').replace(',', '.');
  if (!/^\d+(\.\d+)?$/.test(plain)) return null;
  const value = new Big(plain);
  return value.gt(0) ? value : null;
}

function unreadable(reason: string): UpstreamError {
  const message = 'Нацбанк прислал не таблицу курсов';
  return new UpstreamError('rates', message, { status: 200, retryable: false, details: { reason } });
}
