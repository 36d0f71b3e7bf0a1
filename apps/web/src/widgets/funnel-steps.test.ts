import type { FunnelResponse } from '@traffic/contract';
import { describe, expect, it } from 'vitest';
import { funnelSteps } from './funnel-steps.ts';

const stages = (leads: number | null, rate: string | null): FunnelResponse['stages'] => [
  {
    id: 'spend',
    title: 'Затраты',
    emoji: '💰',
    complete: true,
    conversionRate: null,
    metrics: { spend_usd: '100', spend_kzt: '52000', impressions: 9000, clicks: 1000 },
  },
  {
    id: 'proftest',
    title: 'Лиды',
    emoji: '🧪',
    complete: true,
    conversionRate: rate,
    metrics: { proftest_leads: leads },
  },
];

describe('funnel steps', () => {
  it('80 leads of 1000 clicks: the bar is 8 % long and 920 left', () => {
    const [clicks, proftest] = funnelSteps(stages(80, '8.0'));
    expect(clicks).toMatchObject({ count: 1000, barPercent: 100, rate: null });
    expect(proftest).toMatchObject({ count: 80, rate: '8.0', barPercent: 8, lost: 920 });
  });

  it('more than everybody: the figure stays, the bar ends with its track, nobody "left"', () => {
    expect(funnelSteps(stages(1200, '120.0'))[1]).toMatchObject({
      rate: '120.0',
      barPercent: 100,
      lost: null,
    });
  });

  it('unknown leads are unknown, not zero', () => {
    expect(funnelSteps(stages(null, null))[1]).toMatchObject({ count: null, rate: null, lost: null });
  });
});
