import {
  METRICS,
  type MetricKey,
  type MetricValues,
  partsOf,
  type SourceState,
  sourcesOf,
  type TeamRow,
} from '@traffic/contract';

export { sourcesOf };

type SourceKey = SourceState['key'];

/** The late sources of this row that `key` stands on; empty = the figure is complete. */
export function incompleteSources(key: MetricKey, late: TeamRow['incomplete']): SourceKey[] {
  return sourcesOf(key).filter((source) => late.includes(source));
}

/** Why a figure is null: its source never delivered, or the ratio has nothing to divide by. */
export type NullReason = { kind: 'no_source'; sources: SourceKey[] } | { kind: 'no_base'; base: MetricKey };

/** The reason to print beside «—»; null when the figure is known. */
export function nullReason(key: MetricKey, values: MetricValues): NullReason | null {
  if (values[key] !== null) return null;
  const metric = METRICS[key];
  const unknown = partsOf(key).filter((part) => values[part] === null);
  if (metric.kind === 'additive' || unknown.length > 0) {
    const sources = unknown.flatMap((part) => [...METRICS[part].sources]);
    return { kind: 'no_source', sources: [...new Set(sources.slice(0, 1))] };
  }
  return { kind: 'no_base', base: (metric.denominator.plus[0] ?? key) as MetricKey };
}

export type Verdict = 'good' | 'bad' | 'flat';

/** Colour of a change: by the metric's good direction, and nothing under one percent. */
export function verdictOf(key: MetricKey, change: string): Verdict {
  const { direction } = METRICS[key];
  if (direction === 'neutral' || Math.abs(Number(change)) < 1) return 'flat';
  return change.startsWith('-') === (direction === 'down') ? 'good' : 'bad';
}
