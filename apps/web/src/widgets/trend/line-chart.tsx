import type { Currency, TrendResponse } from '@traffic/contract';
import { type PointerEvent, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { metricExact } from '../../lib/metric-text.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Delta } from '../delta.tsx';
import type { KpiKey } from '../kpi-days.ts';
import { planChart, type Series } from './plan-chart.ts';
import { useTrendTexts } from './texts.ts';

type Points = TrendResponse['points'];
type LineChartProps = {
  label: string;
  metric: KpiKey;
  currency: Currency;
  points: Points;
  /** The compared points, by position. */
  before: Points;
  series: readonly Series[];
};

const HEIGHT = 232;
const LEFT = 64;
const LABEL_PX = 110;

/** Width of the box, kept as it changes: labels keep their size. */
function useWidth() {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(640);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setWidth(Math.max(200, entry.contentRect.width));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { box, width };
}

/** Thin lines on a light grid; the pointer or the arrow keys tell each step in words. */
export function LineChart({ label, metric, currency, points, before, series }: LineChartProps) {
  const text = useTrendTexts();
  const format = useFormatter();
  const { box, width } = useWidth();
  const [at, setAt] = useState<number | null>(null);
  const inner = width - LEFT - 12;
  const plan = planChart(series, inner, HEIGHT);
  const last = points.length - 1;
  const move = (event: PointerEvent<HTMLInputElement>): void => {
    const { left } = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - left) / inner;
    setAt(Math.max(0, Math.min(last, Math.round(share * last))));
  };
  const every = Math.max(1, Math.ceil(points.length / Math.max(2, Math.floor(inner / LABEL_PX))));
  const spot = at === null ? null : plan.points[0]?.[at];
  return (
    <div
      ref={box}
      className="relative mx-4 mb-4 rounded-control has-focus-visible:outline-2 has-focus-visible:outline-accent"
    >
      <svg
        aria-hidden="true"
        width="100%"
        height={HEIGHT + 36}
        viewBox={`0 0 ${width} ${HEIGHT + 36}`}
        className="block overflow-visible"
      >
        <g transform={`translate(${LEFT} 8)`}>
          {plan.ticks.map(({ y, value }) => (
            <g key={value}>
              <line x1="0" x2={inner} y1={y} y2={y} stroke="var(--line)" />
              <text x="-8" y={y + 4} textAnchor="end" className="fill-ink-2 text-xs">
                {tickText(value, metric, currency, format)}
              </text>
            </g>
          ))}
          {points.map((point, index) =>
            index % every === 0 ? (
              <text
                key={point.start}
                x={plan.points[0]?.[index]?.x ?? (last === 0 ? inner / 2 : (index / last) * inner)}
                y={HEIGHT + 20}
                textAnchor={index === 0 ? 'start' : 'middle'}
                className="fill-ink-2 text-xs"
              >
                {format.day(point.start)}
              </text>
            ) : null,
          )}
          {spot ? <line x1={spot.x} x2={spot.x} y1="0" y2={HEIGHT} stroke="var(--line-strong)" /> : null}
          {plan.lines.toReversed().map((line, index) => {
            const main = index === plan.lines.length - 1;
            return (
              <g
                key={main ? 'current' : 'previous'}
                fill="none"
                stroke="var(--accent)"
                strokeWidth="1.5"
                strokeLinecap="round"
                strokeLinejoin="round"
                opacity={main ? 1 : 0.45}
              >
                {line.map(({ path, dashed }) => (
                  <path key={path} d={path} {...(dashed || !main ? { strokeDasharray: '3 4' } : {})} />
                ))}
              </g>
            );
          })}
          {spot ? <circle cx={spot.x} cy={spot.y} r="3.5" fill="var(--accent)" /> : null}
        </g>
      </svg>
      {/* The pointer moves over it, the arrow keys move it: a slider through the steps, in words. */}
      <input
        type="range"
        min={0}
        max={Math.max(last, 0)}
        value={at ?? last}
        aria-label={label}
        aria-valuetext={textOf(points[at ?? last], metric, currency, format) ?? text('unknown')}
        onChange={(event) => setAt(Number(event.target.value))}
        onFocus={() => setAt(last)}
        onBlur={() => setAt(null)}
        onPointerMove={move}
        onPointerLeave={() => setAt(null)}
        style={{ left: LEFT, width: inner, height: HEIGHT }}
        className="absolute top-2 cursor-crosshair touch-pan-y opacity-0"
      />
      <Tip at={at} x={(spot?.x ?? 0) + LEFT} width={width} {...{ metric, currency, points, before }} />
    </div>
  );
}

type Format = ReturnType<typeof useFormatter>;

function tickText(value: number, metric: KpiKey, currency: Currency, format: Format): string {
  if (metric === 'roas') return format.number(value.toFixed(4), 1);
  if (metric === 'leads' || metric === 'sales') return Number.isInteger(value) ? format.number(value) : '';
  return format.compact(value, currency);
}

/** One step in words: «12 ноя: 1 934 000 ₸»; null when the figure is unknown. */
function textOf(
  point: Points[number] | undefined,
  metric: KpiKey,
  currency: Currency,
  format: Format,
): string | null {
  const value = point?.metrics[metric] ?? null;
  if (point === undefined || value === null) return null;
  return `${format.period(point.start, point.end)}: ${metricExact(metric, value, currency, format)}`;
}

type TipProps = Pick<LineChartProps, 'metric' | 'currency' | 'points' | 'before'> & {
  at: number | null;
  x: number;
  width: number;
};

function Tip({ at, x, width, metric, currency, points, before }: TipProps) {
  const { t } = useTranslation();
  const text = useTrendTexts();
  const format = useFormatter();
  const point = at === null ? undefined : points[at];
  const earlier = at === null ? undefined : before[at];
  const say = (one: Points[number]): string => {
    const value = one.metrics[metric];
    return value === null ? text('unknown') : metricExact(metric, value, currency, format);
  };
  return (
    <div
      role="status"
      className={
        point
          ? 'pointer-events-none absolute top-2 z-10 rounded-control border border-line bg-raised px-3 py-2 text-sm shadow-float'
          : 'sr-only'
      }
      style={point ? (x > width / 2 ? { right: width - x + 28 } : { left: x + 28 }) : undefined}
    >
      {point ? (
        <>
          <p className="text-xs text-ink-2">
            {format.period(point.start, point.end)}
            {point.partial ? ` · ${text('unfinished')}` : ''}
          </p>
          <p className="font-medium whitespace-nowrap">
            {t(`metric.${metric}`)}: {say(point)}
          </p>
          {earlier ? (
            <>
              <p className="text-xs whitespace-nowrap text-ink-2">
                {format.period(earlier.start, earlier.end)}: {say(earlier)}
              </p>
              <p className="text-xs">
                <Delta metric={metric} value={point.metrics[metric]} base={earlier.metrics[metric]} />
              </p>
            </>
          ) : null}
        </>
      ) : null}
    </div>
  );
}
