import type { TrendGroup, TrendResponse } from '@traffic/contract';
import { addDays, bucketEnd, bucketStart } from '../../platform/business-day.ts';
import { addSums, knownSources, toMetrics } from './to-metrics.ts';
import { compared } from './overview.ts';
import { envelope, type ReportDeps, type ReportQuestion } from './report-query.ts';

/** A point for every day, week or month of the period, empty ones included. */
export async function trend(
  deps: ReportDeps,
  question: ReportQuestion,
  group: TrendGroup,
): Promise<TrendResponse> {
  const [head, { current, previous, today }] = await Promise.all([
    envelope(deps, question),
    compared(deps, question, { rows: 'total and buckets', bucket: group }),
  ]);
  const known = knownSources(head.sources);
  const byBucket = new Map(current.filter((one) => one.by === 'bucket').map((one) => [one.bucket, one]));
  const { start, end } = question.period;
  const points: TrendResponse['points'] = [];
  for (let bucket = bucketStart(start, group); bucket <= end; bucket = addDays(bucketEnd(bucket, group), 1)) {
    const last = bucketEnd(bucket, group);
    const figure = byBucket.get(bucket);
    points.push({
      start: bucket < start ? start : bucket,
      end: last > end ? end : last,
      partial: bucket < start || last > end || last >= today,
      metrics: toMetrics(addSums(figure ? [figure] : []), known),
    });
  }
  const total = addSums(current.filter((one) => one.by === 'total'));
  return { ...head, group, total: toMetrics(total, known), previous: previous(known), points };
}
