import { type AdditiveKey, METRICS, type MetricKey, type MetricValues } from '@traffic/contract';
import Big from 'big.js';

/** A plain decimal: no exponent, no thousands separator, at most 15 digits before the point. */
const MONEY = /^-?\d{1,15}(\.\d{1,10})?$/;

/** How many decimals a ratio keeps: 260.68 %, 24.90 tenge a click, ROAS 3.6068. */
const DECIMALS = { money: 2, percent: 2, times: 4 } as const;

/** Whether `value` is a decimal string this module computes with. */
export function isMoney(value: unknown): value is string {
  return typeof value === 'string' && MONEY.test(value);
}

/**
 * `amount` in another currency: amount * rate, 2 decimals, half up (away from zero for negative amounts).
 * 268.93 USD at 505.16 is 135852.68 KZT. Throws on anything that is not a decimal string.
 */
export function convert(amount: string, rate: string): string {
  return fixed(decimal(amount).times(decimal(rate)), 2);
}

/** The exact sum of decimal strings, rounded once, half up, to 2 decimals; no values give "0.00". */
export function sumMoney(values: readonly string[]): string {
  const total = values.reduce((sum, value) => sum + scaled(value), 0n);
  return quotient(total, ONE, 1, 2);
}

/** numerator * factor / denominator, half up at `decimals`; null when the denominator is zero. */
export function ratio(
  numerator: string,
  denominator: string,
  { factor = 1, decimals = 2 }: { factor?: number; decimals?: number } = {},
): string | null {
  return divide(scaled(numerator), scaled(denominator), factor, decimals);
}

/** Decimals of the integers that ratios are computed with: as many as a decimal string may have. */
const SCALE = 10;
const ONE = 10n ** BigInt(SCALE);

/** A decimal string as an integer of 10^-10. Reports divide tens of thousands of figures: big.js takes 20 times as long. */
function scaled(value: string | number): bigint {
  if (typeof value === 'number')
    return Number.isSafeInteger(value) ? BigInt(value) * ONE : scaled(String(value));
  if (!isMoney(value)) throw new TypeError(`not a decimal string: ${JSON.stringify(value)}`);
  const [whole = '', fraction = ''] = value.split('.');
  return BigInt(whole + fraction.padEnd(SCALE, '0'));
}

/** Exact, rounded once, half away from zero. */
function divide(top: bigint, bottom: bigint, factor: number, decimals: number): string | null {
  return bottom === 0n ? null : quotient(top, bottom, factor, decimals);
}

function quotient(top: bigint, bottom: bigint, factor: number, decimals: number): string {
  const negative = top < 0n !== bottom < 0n;
  const n = (top < 0n ? -top : top) * BigInt(factor) * 10n ** BigInt(decimals);
  const d = bottom < 0n ? -bottom : bottom;
  const rounded = (2n * n + d) / (2n * d);
  const digits = rounded.toString().padStart(decimals + 1, '0');
  const text = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  return negative && rounded !== 0n ? `-${text}` : text;
}

type RatioKey = Exclude<MetricKey, AdditiveKey>;

/**
 * The additive figures of one row with every ratio of the catalogue beside them. A ratio is null when an
 * operand is unknown (null) or its denominator is zero; percent and money keep 2 decimals, ROAS 4.
 */
export function fillRatios(additive: Pick<MetricValues, AdditiveKey>): MetricValues {
  const known = new Map(
    Object.entries(additive).map(([key, value]) => [key, value === null ? null : scaled(value)]),
  );
  const of = (key: RatioKey) => evaluate(key, known);
  return {
    ...additive,
    ctr: of('ctr'),
    cpc: of('cpc'),
    cpm: of('cpm'),
    cpl: of('cpl'),
    cpa: of('cpa'),
    cpa_express: of('cpa_express'),
    cpa_flagman: of('cpa_flagman'),
    roas: of('roas'),
    roi: of('roi'),
    drr: of('drr'),
    aov: of('aov'),
    cr_lead_express: of('cr_lead_express'),
    cr_express_flagman: of('cr_express_flagman'),
    ltv_30: of('ltv_30'),
    ltv_90: of('ltv_90'),
    ltv_180: of('ltv_180'),
  };
}

type Known = ReadonlyMap<string, bigint | null>;

function evaluate(key: RatioKey, known: Known): string | null {
  const { numerator, denominator, factor, unit } = METRICS[key];
  const top = total(numerator, known);
  const bottom = total(denominator, known);
  if (top === null || bottom === null) return null;
  return divide(top, bottom, factor, DECIMALS[unit]);
}

function total(sum: { plus: readonly string[]; minus?: readonly string[] }, known: Known): bigint | null {
  let result = 0n;
  for (const [keys, sign] of [[sum.plus, 1n] as const, [sum.minus ?? [], -1n] as const]) {
    for (const key of keys) {
      const value = known.get(key) ?? null;
      if (value === null) return null;
      result += value * sign;
    }
  }
  return result;
}

function decimal(value: string): Big {
  if (!isMoney(value)) throw new TypeError(`not a decimal string: ${JSON.stringify(value)}`);
  return new Big(value);
}

/** big.js writes "-0.00" for a negative amount that rounds to nothing; a screen must not. */
function fixed(value: Big, decimals: number): string {
  const text = value.toFixed(decimals, Big.roundHalfUp);
  return /^-[0.]+$/.test(text) ? text.slice(1) : text;
}
