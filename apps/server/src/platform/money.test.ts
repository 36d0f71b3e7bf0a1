import type { AdditiveKey, MetricValues } from '@traffic/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convert, fillRatios, isMoney, ratio, sumMoney } from './money.ts';

const figures = (known: Partial<Pick<MetricValues, AdditiveKey>> = {}) => ({
  spend: '135852.68',
  impressions: 40_000,
  clicks: 800,
  leads: 40,
  sales: 3,
  express_purchases: 2,
  flagman_purchases: 1,
  revenue: '490000',
  express_revenue: '0',
  flagman_revenue: '490000',
  sales_amount_unknown: 0,
  spend_unconverted: 0,
  express_persons: 0,
  flagman_persons: 0,
  cohort_persons_30: 0,
  cohort_persons_90: 0,
  cohort_persons_180: 0,
  cohort_revenue_30: '0.00',
  cohort_revenue_90: '0.00',
  cohort_revenue_180: '0.00',
  ...known,
});

/** A money amount with at most 2 decimals, from its hundredths. */
const money = fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }).map((cents) => ({
  cents,
  text: `${cents < 0n ? '-' : ''}${abs(cents) / 100n}.${String(abs(cents) % 100n).padStart(2, '0')}`,
}));
const abs = (value: bigint) => (value < 0n ? -value : value);

describe('convert', () => {
  it('268.93 USD * 505.16 = 135852.68 KZT', () => expect(convert('268.93', '505.16')).toBe('135852.68'));
  it('rounds half up, away from zero below it', () => {
    expect(convert('0.01', '0.5')).toBe('0.01');
    expect(convert('-0.01', '0.5')).toBe('-0.01');
    expect(convert('0.01', '0.49')).toBe('0.00');
  });
  it('never says -0.00', () => expect(convert('-0.01', '0.1')).toBe('0.00'));
  it.each(['', '1e3', '1,5', 'NaN', ' 1', '1'.repeat(16)])('refuses %j', (bad) => {
    expect(isMoney(bad)).toBe(false);
    expect(() => convert(bad, '1')).toThrow(TypeError);
  });
});

describe('sumMoney', () => {
  it('of nothing is 0.00', () => expect(sumMoney([])).toBe('0.00'));
  it('0.1 + 0.2 = 0.30', () => expect(sumMoney(['0.1', '0.2'])).toBe('0.30'));
  it('is exact and does not depend on order: parts make the total to the last tiyn', () => {
    fc.assert(
      fc.property(fc.array(money, { maxLength: 30 }), (parts) => {
        const texts = parts.map((part) => part.text);
        const cents = BigInt(sumMoney(texts).replace('.', ''));
        expect(cents).toBe(parts.reduce((sum, part) => sum + part.cents, 0n));
        expect(sumMoney(texts.toReversed())).toBe(sumMoney(texts));
      }),
    );
  });
});

describe('ratio', () => {
  it('of a zero denominator is unknown', () => {
    expect(ratio('5', '0')).toBeNull();
    expect(ratio('0', '0.00')).toBeNull();
  });
  it('2 / 3 = 0.67, 4 decimals when asked', () => {
    expect(ratio('2', '3')).toBe('0.67');
    expect(ratio('2', '3', { decimals: 4 })).toBe('0.6667');
  });
  it('does not round twice: a hair below the half stays below', () => {
    // 0.005 less 1e-25: rounded at 20 decimals first, it would become 0.005 and then 0.01.
    expect(ratio('4999999999999.9999999999', '999999999999999.9999999999')).toBe('0.00');
    expect(ratio('0.015', '3')).toBe('0.01');
  });
  it('agrees with integer arithmetic', () => {
    fc.assert(
      fc.property(money, fc.bigInt({ min: 1n, max: 10n ** 12n }), ({ cents, text }, divisor) => {
        const doubled = (abs(cents) * 2n + divisor) / (divisor * 2n);
        const expected = cents < 0n ? -doubled : doubled;
        expect(BigInt((ratio(text, String(divisor)) ?? '').replace('.', ''))).toBe(expected);
      }),
    );
  });
});

describe('fillRatios', () => {
  it('revenue 490000 on spend 135852.68: ROAS 3.6068, ROI 260.68 %, DRR 27.73 %', () => {
    expect(fillRatios(figures())).toMatchObject({
      roas: '3.6068',
      roi: '260.68',
      drr: '27.73',
      ctr: '2.00',
      cpc: '169.82',
      cpm: '3396.32',
      cpl: '3396.32',
      cpa: '45284.23',
      cpa_express: '67926.34',
      cpa_flagman: '135852.68',
      aov: '163333.33',
    });
  });

  it('spend without revenue is a real ROAS of 0 and ROI of -100 %', () => {
    expect(fillRatios(figures({ revenue: '0' }))).toMatchObject({
      roas: '0.0000',
      roi: '-100.00',
      drr: null,
    });
  });

  it('an unknown amount is no sale of nothing: the average is over the sales whose amount is known', () => {
    const { sales } = figures();
    expect(fillRatios(figures({ sales_amount_unknown: 1 })).aov).toBe('245000.00');
    expect(fillRatios(figures({ sales_amount_unknown: sales })).aov).toBeNull();
  });

  it('unknown spend leaves everything made of it unknown, and the rest known', () => {
    const unknown = fillRatios(figures({ spend: null, impressions: null, clicks: null }));
    expect(unknown).toMatchObject({
      roas: null,
      roi: null,
      drr: null,
      cpl: null,
      ctr: null,
      cpm: null,
      aov: '163333.33',
    });
    expect(unknown.spend).toBeNull();
  });

  it('zero spend has no ROAS, no ROI and a CPA of 0', () => {
    expect(fillRatios(figures({ spend: '0' }))).toMatchObject({ roas: null, roi: null, cpa: '0.00' });
  });
});
