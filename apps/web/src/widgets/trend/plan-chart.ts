/** One series of a line chart: a value a step, null is a gap. */
export type Series = { values: readonly (number | null)[]; unfinished: boolean };
export type Point = { x: number; y: number };
type Segment = { path: string; dashed: boolean };
export type ChartPlan = {
  /** Heights of the grid lines with the value each stands for. */
  ticks: { y: number; value: number }[];
  lines: Segment[][];
  /** Where each step of each series stands; null in a gap. */
  points: (Point | null)[][];
};

const STEPS = [1, 2, 2.5, 5, 10];

/** Round numbers from zero (or below) to above the largest value: at most five. */
export function ticksOf(lowest: number, highest: number): number[] {
  const span = highest - Math.min(lowest, 0);
  // Nothing but zeros: a line at the bottom of a scale that promises nothing.
  if (span <= 0) return [0, 1];
  const rough = span / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (STEPS.find((one) => one * power >= rough) ?? 10);
  const first = Math.floor(Math.min(lowest, 0) / step) * step;
  const count = Math.ceil((highest - first) / step);
  return Array.from({ length: Math.max(count, 1) + 1 }, (_, index) =>
    Number((first + index * step).toFixed(10)),
  );
}

/** Prepares lines for drawing in a box of this size: gaps lift the pen, an unfinished last step is dashed. */
export function planChart(series: readonly Series[], width: number, height: number): ChartPlan {
  const known = series.flatMap(({ values }) => values.filter((value) => value !== null));
  const values = ticksOf(Math.min(0, ...known), Math.max(0, ...known));
  const bottom = values[0] ?? 0;
  const span = (values.at(-1) ?? 1) - bottom || 1;
  const y = (value: number): number => height * (1 - (value - bottom) / span);
  const steps = Math.max(1, ...series.map((one) => one.values.length));
  const x = (index: number): number => (steps === 1 ? width / 2 : (index / (steps - 1)) * width);
  const points = series.map((one) =>
    one.values.map((value, index) => (value === null ? null : { x: x(index), y: y(value) })),
  );
  return {
    ticks: values.map((value) => ({ value, y: y(value) })),
    points,
    lines: points.map((line, index) => segments(line, series[index]?.unfinished ?? false)),
  };
}

function segments(points: readonly (Point | null)[], unfinished: boolean): Segment[] {
  const solid = pathOf(unfinished ? points.slice(0, -1) : points);
  const tail = unfinished ? pathOf(points.slice(-2)) : '';
  return [
    { path: solid, dashed: false },
    { path: tail, dashed: true },
  ].filter(({ path }) => path !== '');
}

/** A path through the points; a lone one becomes a dot of no length, which a round cap makes visible. */
function pathOf(points: readonly (Point | null)[]): string {
  return points
    .map((point, index) => {
      if (point === null) return '';
      const at = `${point.x.toFixed(1)} ${point.y.toFixed(1)}`;
      if (points[index - 1]) return `L${at}`;
      return points[index + 1] ? `M${at}` : `M${at}L${at}`;
    })
    .join('');
}
