import { describe, expect, it } from 'vitest';
import { planFigures } from './plan-figures.ts';
import { progressOf } from './plan-progress.ts';

const plan = planFigures({ revenue: '700000', sales: 14, spend: '140000' });

describe('progressOf', () => {
  it('300,000 of 700,000 at Wednesday noon (2.5 of 7 days) is 42.9 % of the plan and a pace of 120 %', () => {
    const fact = planFigures({ revenue: '300000', sales: 5, spend: '50000' });
    const progress = progressOf(plan, fact, 2.5 / 7);
    expect(progress.revenue).toEqual({ done: '42.9', pace: '120.0' });
    expect(progress.sales).toEqual({ done: '35.7', pace: '100.0' });
    expect(progress.roas).toEqual({ done: '120.0', pace: null });
    expect(progress.cpa).toEqual({ done: '100.0', pace: null });
  });

  it('what is unknown has no progress, and a plan of nothing none either', () => {
    const fact = planFigures({ revenue: '0.00', sales: 0, spend: null });
    const progress = progressOf(planFigures({ revenue: '0', sales: 0, spend: '10' }), fact, 0.5);
    expect(progress.spend).toEqual({ done: null, pace: null });
    expect(progress.revenue).toEqual({ done: null, pace: null });
  });

  it('before the week there is no pace', () => {
    const fact = planFigures({ revenue: '0.00', sales: 0, spend: '0.00' });
    expect(progressOf(plan, fact, 0).revenue).toEqual({ done: '0.0', pace: null });
  });
});
