import type { FunnelResponse } from '@traffic/contract';

type Stage = FunnelResponse['stages'][number];

/** One bar of the funnel: how many are here, what share of the step before, how many left. */
export type FunnelStep = {
  id: Stage['id'];
  title: string;
  count: number | null;
  complete: boolean;
  /** Printed percentage; the bar is exactly as long. Null on the first step and where it is unknown. */
  rate: string | null;
  /** Length of the bar, 0..100: the printed percentage, cut at the end of the track. */
  barPercent: number;
  lost: number | null;
};

function countOf(stage: Stage): number | null {
  switch (stage.id) {
    case 'spend':
      return stage.metrics.clicks;
    case 'proftest':
      return stage.metrics.proftest_leads;
    case 'express':
      return stage.metrics.express_purchases;
    case 'main':
      return stage.metrics.main_purchases;
  }
}

/** Prepares the stages of the API for drawing; the first step (clicks) is the whole. */
export function funnelSteps(stages: FunnelResponse['stages']): FunnelStep[] {
  return stages.map((stage, index) => {
    const count = countOf(stage);
    const before = stages[index - 1];
    const previous = before ? countOf(before) : null;
    const rate = stage.conversionRate;
    return {
      id: stage.id,
      title: stage.title,
      count,
      complete: stage.complete,
      rate,
      barPercent: index === 0 ? (count ? 100 : 0) : Math.min(100, Math.max(0, Number(rate ?? 0))),
      lost: count === null || previous === null || previous < count ? null : previous - count,
    };
  });
}
