import { describe, expect, it } from 'vitest';
import { planChart, ticksOf } from './plan-chart.ts';

describe('ticks', () => {
  it.each([
    [0, 37, [0, 10, 20, 30, 40]],
    [0, 1_934_000, [0, 500_000, 1_000_000, 1_500_000, 2_000_000]],
    [0, 0.9, [0, 0.25, 0.5, 0.75, 1]],
    [-20, 40, [-20, 0, 20, 40]],
    [0, 0, [0, 1]],
    [0, 0.000001, [0]],
  ])('from %d to %d are round, from zero, and hold every value', (low, high, ticks) => {
    const found = ticksOf(low, high);
    expect(found[0]).toBe(ticks[0]);
    expect(found.at(-1)).toBeGreaterThanOrEqual(high);
    expect(found.length).toBeLessThanOrEqual(6);
  });
});

describe('a chart', () => {
  it('leaves a gap where a value is unknown, and never draws it as zero', () => {
    const plan = planChart([{ values: [10, null, 20, 30], unfinished: false }], 300, 100);
    expect(plan.lines[0]).toEqual([{ path: 'M0.0 66.7L0.0 66.7M200.0 33.3L300.0 0.0', dashed: false }]);
    expect(plan.points[0]?.[1]).toBeNull();
  });

  it('dashes the way to a step that is not over', () => {
    const [line] = planChart([{ values: [10, 20, 30], unfinished: true }], 200, 100).lines;
    expect(line?.map(({ dashed }) => dashed)).toEqual([false, true]);
  });

  it('draws one step in the middle and nothing of no steps', () => {
    expect(planChart([{ values: [5], unfinished: false }], 200, 100).points[0]?.[0]?.x).toBe(100);
    expect(planChart([{ values: [], unfinished: false }], 200, 100).lines).toEqual([[]]);
  });
});
