type SparklineProps = {
  /** One value a day, oldest first; null is a gap, not a zero. */
  values: readonly (number | null)[];
  /** The last day is still running: its segment is dashed. */
  unfinished: boolean;
  label: string;
};

const WIDTH = 100;
const HEIGHT = 28;
const PADDING = 2;

type Point = { x: number; y: number } | null;

function pointsOf(values: readonly (number | null)[]): Point[] {
  const known = values.filter((value) => value !== null);
  const top = Math.max(...known, 0);
  const bottom = Math.min(...known, 0);
  const span = top - bottom || 1;
  return values.map((value, index) =>
    value === null
      ? null
      : {
          x: values.length > 1 ? (index / (values.length - 1)) * WIDTH : WIDTH / 2,
          y: PADDING + (1 - (value - bottom) / span) * (HEIGHT - 2 * PADDING),
        },
  );
}

/** SVG path through the points; a gap lifts the pen. */
function pathOf(points: readonly Point[]): string {
  return points
    .map((point, index) =>
      point ? `${points[index - 1] ? 'L' : 'M'}${point.x.toFixed(1)} ${point.y.toFixed(1)}` : '',
    )
    .join('');
}

/** A word-sized line of the period, from zero, without axes: the shape only. */
export function Sparkline({ values, unfinished, label }: SparklineProps) {
  const points = pointsOf(values);
  const solid = unfinished ? points.slice(0, -1) : points;
  const tail = unfinished ? points.slice(-2) : [];
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="block h-7 w-full overflow-visible"
    >
      <g fill="none" stroke="var(--accent)" strokeWidth="1.5" strokeLinejoin="round" strokeLinecap="round">
        <path d={pathOf(solid)} vectorEffect="non-scaling-stroke" />
        <path d={pathOf(tail)} strokeDasharray="3 3" vectorEffect="non-scaling-stroke" />
      </g>
    </svg>
  );
}
