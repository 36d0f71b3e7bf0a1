import { describe, expect, it } from 'vitest';
import { planLines, type ReportedPlan } from './plan-lines.ts';

const team = { id: 1, slug: 'kenesary', name: 'Kenesary', emoji: '👑', color: '#3b82f6' };
const figures = { spend: null, roas: null, cpa: null };
const unknown = { done: null, pace: null };
const nothing = { spend: unknown, roas: unknown, cpa: unknown };
const plan: ReportedPlan = {
  plan: { ...figures, revenue: '1000000', sales: 20 },
  fact: { ...figures, revenue: '450000.50', sales: 5 },
  progress: { ...nothing, revenue: { done: '45.0', pace: '90.0' }, sales: { done: '25.0', pace: '50.0' } },
};

describe('the plan of the week in a report', () => {
  it('says fact, plan, how much is done and the pace, in the language of the chat', () => {
    expect(planLines({ currency: 'KZT', total: plan, lines: [] }, null, 'ru')).toEqual([
      '',
      '🎯 <b>План недели</b>',
      'Все команды: выручка 450\u00A0000,50\u00A0₸ / 1\u00A0000\u00A0000\u00A0₸ (45\u00A0%, темп 90\u00A0%), продажи 5 / 20',
    ]);
    const lines = [{ ...plan, team }];
    expect(planLines({ currency: 'KZT', total: plan, lines }, team, 'en')[2]).toBe(
      '👑 Kenesary: revenue 450,000.50\u00A0₸ / 1,000,000\u00A0₸ (45\u00A0%, pace 90\u00A0%), sales 5 / 20',
    );
  });

  it('says nothing where nobody has a plan, and to a team nothing of other teams', () => {
    expect(planLines({ currency: 'KZT', total: null, lines: [] }, null, 'ru')).toEqual([]);
    const other = { ...team, slug: 'muha', name: 'Muha' };
    expect(planLines({ currency: 'KZT', total: plan, lines: [{ ...plan, team }] }, other, 'ru')).toEqual([]);
  });

  it('shows the fact of a week that has none as unknown, never as zero', () => {
    const future = { ...plan, fact: null, progress: null };
    expect(planLines({ currency: 'KZT', total: future, lines: [] }, null, 'ru')[2]).toBe(
      'Все команды: выручка — / 1\u00A0000\u00A0000\u00A0₸, продажи — / 20',
    );
  });
});
