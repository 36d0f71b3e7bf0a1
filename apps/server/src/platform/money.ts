import { type AdditiveKey, METRICS, type MetricKey, type MetricValues } from '@traffic/contract';
import Big from 'big.js';

/** A plain decimal: no exponent, no thousands separator, at most 15 digits before the point. */
const MONEY = /^-?\d{1,15}(\.\d{1,10})?$/;

/** How many decimals a ratio keeps: 260.68 %, 24.90 tenge a click, ROAS 3.6068. */
const DECIMALS = { money: 2, percent: 2, times: 4 } as const;

/**
 * Division truncated at 20 decimals. Rounding half up afterwards is then exact: rounding twice would turn
 * 0.00499999999999999999999 into 0.01.
 */
const Truncated = Big();
Truncated.RM = Big.roundDown;

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
  return fixed(
    values.reduce((sum, value) => sum.plus(decimal(value)), new Big(0)),
    2,
  );
}

/** numerator * factor / denominator, half up at `decimals`; null when the denominator is zero. */
export function ratio(
  numerator: string,
  denominator: string,
  { factor = 1, decimals = 2 }: { factor?: number; decimals?: number } = {},
): string | null {
  const divisor = decimal(denominator);
  if (divisor.eq(0)) return null;
  return fixed(new Truncated(decimal(numerator)).times(factor).div(divisor), decimals);
}

type RatioKey = Exclude<MetricKey, AdditiveKey>;

/**
 * The additive figures of one row with every ratio of the catalogue beside them. A ratio is null when an
 * operand is unknown (null) or its denominator is zero; percent and money keep 2 decimals, ROAS 4.
 */
export function fillRatios(additive: Pick<MetricValues, AdditiveKey>): MetricValues {
  const known = new Map<string, number | string | null>(Object.entries(additive));
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

type Known = ReadonlyMap<string, number | string | null>;

function evaluate(key: RatioKey, known: Known): string | null {
  const { numerator, denominator, factor, unit } = METRICS[key];
  const top = total(numerator, known);
  const bottom = total(denominator, known);
  if (top === null || bottom === null) return null;
  return ratio(top, bottom, { factor, decimals: DECIMALS[unit] });
}

function total(sum: { plus: readonly string[]; minus?: readonly string[] }, known: Known): string | null {
  let result = new Big(0);
  for (const [keys, sign] of [[sum.plus, 1] as const, [sum.minus ?? [], -1] as const]) {
    for (const key of keys) {
      const value = known.get(key) ?? null;
      if (value === null) return null;
      result = result.plus(decimal(String(value)).times(sign));
    }
  }
  return result.toFixed();
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
