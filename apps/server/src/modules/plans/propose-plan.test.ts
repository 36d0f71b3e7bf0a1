import type { PlanLimits } from '@traffic/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planFigures } from './plan-figures.ts';
import { type BaseWeek, proposePlan } from './propose-plan.ts';

const LIMITS: PlanLimits = {
  growth_percent: 10,
  min_roas: null,
  max_cpa: null,
  leaderboard_min_spend: '0',
};

const week = (revenue: string, sales: number, spend: string | null, incomplete = false): BaseWeek => ({
  ...{ start: '2026-11-09', end: '2026-11-15', incomplete },
  figures: planFigures({ revenue, sales, spend }),
});
const four = (...args: Parameters<typeof week>) => Array.from({ length: 4 }, () => week(...args));

describe('proposePlan', () => {
  it('the mean of 400,000, 500,000, 500,000 and 600,000 grown by 10 % is 550,000; 11 sales; ROAS recomputed', () => {
    const weeks = [
      week('400000', 8, '100000'),
      week('500000', 10, '100000'),
      week('500000', 10, '100000'),
      week('600000', 12, '100000'),
    ];
    expect(proposePlan(weeks, LIMITS)).toMatchObject({
      figures: { revenue: '550000.00', sales: 11, spend: '110000.00', roas: '5.0000', cpa: '10000.00' },
      refusal: null,
      limited_by: [],
    });
  });

  it('a minimum ROAS of 6 lets 550,000 of revenue cost 91,666 and says so', () => {
    const proposal = proposePlan(four('500000', 10, '100000'), { ...LIMITS, min_roas: '6' });
    expect(proposal).toMatchObject({ figures: { spend: '91666.00' }, limited_by: ['min_roas'] });
  });

  it('a maximum CPA of 5,000 lets 11 sales cost 55,000', () => {
    const proposal = proposePlan(four('500000', 10, '100000'), { ...LIMITS, max_cpa: '5000' });
    expect(proposal).toMatchObject({
      figures: { spend: '55000.00', cpa: '5000.00' },
      limited_by: ['max_cpa'],
    });
  });

  it.each([
    ['no_history', four('0.00', 0, '0.00')],
    ['no_history', [week('0.00', 0, '0.00'), ...four('500000', 10, '100000').slice(1)]],
    ['no_sales', four('0.00', 0, '100000')],
    ['no_sales', four('-5000.00', -1, '100000')],
    ['no_spend', four('500000', 10, '0.00')],
    ['incomplete', [week('500000', 10, null), ...four('500000', 10, '100000').slice(1)]],
    ['incomplete', [week('500000', 10, '1', true), ...four('500000', 10, '100000').slice(1)]],
  ])('is refused for %s, with the weeks it looked at', (refusal, weeks) => {
    const proposal = proposePlan(weeks, LIMITS);
    expect(proposal).toMatchObject({ figures: null, refusal });
    expect(proposal.weeks).toHaveLength(4);
  });

  it('never breaks a limit, whatever the weeks', () => {
    const amount = fc.integer({ min: 1, max: 9_000_000 });
    fc.assert(
      fc.property(amount, amount, fc.integer({ min: 1, max: 500 }), (revenue, spend, sales) => {
        const limits = { ...LIMITS, min_roas: '2', max_cpa: '9000' };
        const { figures } = proposePlan(four(String(revenue), sales, String(spend)), limits);
        // Zero spend has no ratio to break a limit with.
        expect(Number(figures?.roas ?? 2)).toBeGreaterThanOrEqual(2);
        expect(Number(figures?.cpa ?? 0)).toBeLessThanOrEqual(9000);
      }),
    );
  });
});
