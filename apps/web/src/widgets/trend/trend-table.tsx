import type { TrendResponse } from '@traffic/contract';
import { useTranslation } from 'react-i18next';
import { metricCell, metricUnit, useMetricReasons } from '../../lib/metric-text.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Figure, Unknown } from '../../ui/figure.tsx';
import type { KpiKey } from '../kpi-days.ts';
import { type ReportColumn, ReportTable } from '../report-table.tsx';
import { useTrendTexts } from './texts.ts';

type Point = TrendResponse['points'][number];
type Row = { point: Point; before: Point | undefined };
type TrendTableProps = { trend: TrendResponse; previous: TrendResponse | undefined; metric: KpiKey };

/** The points of the chart as rows, newest last. */
export function TrendTable({ trend, previous, metric }: TrendTableProps) {
  const { t } = useTranslation();
  const text = useTrendTexts();
  const format = useFormatter();
  const reasons = useMetricReasons();
  const unit = metricUnit(metric, trend.currency);
  const name = `${t(`metric.${metric}`)}${unit ? `, ${unit}` : ''}`;
  const figure = (point: Point | undefined) => {
    if (point === undefined) return null;
    const value = point.metrics[metric];
    if (value === null) return <Unknown reason={reasons.unknown(metric, point.metrics) ?? ''} />;
    return <Figure value={value}>{metricCell(metric, value, trend.currency, format)}</Figure>;
  };
  const columns: ReportColumn<Row>[] = [
    {
      key: 'when',
      header: text('when'),
      cell: ({ point }) => (
        <>
          {format.period(point.start, point.end)}
          {point.partial ? <span className="text-xs text-ink-2"> · {text('unfinished')}</span> : null}
        </>
      ),
    },
    { key: 'current', header: name, cell: ({ point }) => figure(point) },
    ...(previous
      ? [
          {
            key: 'before',
            header: text('previous'),
            words: true,
            cell: ({ before }: Row) => (before ? format.period(before.start, before.end) : null),
          },
          { key: 'previous', header: name, cell: ({ before }: Row) => figure(before) },
        ]
      : []),
  ];
  return (
    <ReportTable
      caption={`${text('title')}: ${t(`metric.${metric}`)}`}
      columns={columns}
      rows={trend.points.map((point, index) => ({ point, before: previous?.points[index] }))}
      keyOf={({ point }) => point.start}
    />
  );
}
