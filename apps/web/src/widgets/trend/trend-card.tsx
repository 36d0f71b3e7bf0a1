import type { TrendResponse } from '@traffic/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAfterFigures, useReportSearch } from '../../app/use-report.ts';
import { trendQuery } from '../../lib/queries.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import { useKept } from '../../lib/use-kept.ts';
import { Button } from '../../ui/button.tsx';
import { KPI_METRICS, type KpiKey } from '../kpi-days.ts';
import { ReportCard } from '../report-card.tsx';
import { LineChart } from './line-chart.tsx';
import { useTrendTexts } from './texts.ts';
import { TrendTable } from './trend-table.tsx';

type TrendCardProps = {
  team: string | undefined;
  metric: KpiKey;
  onMetric: (metric: KpiKey) => void;
};

/** One figure step by step, with the compared period behind it; the same as a table for those who read tables. */
export function TrendCard({ team, metric, onMetric }: TrendCardProps) {
  const { t } = useTranslation();
  const text = useTrendTexts();
  const search = useReportSearch();
  const [asTable, setAsTable] = useState(false);
  const trend = useQuery({ ...trendQuery(search, team), enabled: useAfterFigures() });
  const before = useKept(trend).data?.previous.period;
  const range = before && { start: before.start, end: before.end };
  const compared = useQuery({
    ...trendQuery(search, team, range ?? { start: '', end: '' }),
    enabled: range !== undefined && search.compare !== 'off',
  });
  const previous = search.compare === 'off' ? undefined : compared.data;
  return (
    <ReportCard
      title={text('title')}
      errorTitle={text('error')}
      query={trend}
      heightPx={346}
      controls={
        <div className="flex flex-wrap items-center gap-2">
          <select
            aria-label={text('metric')}
            value={metric}
            onChange={(event) => onMetric(KPI_METRICS.find((name) => name === event.target.value) ?? metric)}
            className="h-8 rounded-control border border-line-strong bg-card px-2 text-sm pointer-coarse:h-11"
          >
            {KPI_METRICS.map((name) => (
              <option key={name} value={name}>
                {t(`metric.${name}`)}
              </option>
            ))}
          </select>
          <Button look="ghost" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
            {asTable ? text('asChart') : text('asTable')}
          </Button>
        </div>
      }
    >
      {(data) =>
        asTable ? (
          <TrendTable trend={data} previous={previous} metric={metric} />
        ) : (
          <Chart trend={data} previous={previous} metric={metric} />
        )
      }
    </ReportCard>
  );
}

type Shown = { trend: TrendResponse; previous: TrendResponse | undefined; metric: KpiKey };

function Chart({ trend, previous, metric }: Shown) {
  const { t } = useTranslation();
  const text = useTrendTexts();
  const format = useFormatter();
  const numbers = (of: TrendResponse) =>
    of.points.map(({ metrics }) => (metrics[metric] === null ? null : Number(metrics[metric])));
  const today = trend.points.at(-1);
  return (
    <LineChart
      label={text('chart', {
        metric: t(`metric.${metric}`),
        period: format.period(trend.period.start, trend.period.end),
      })}
      metric={metric}
      currency={trend.currency}
      points={trend.points}
      series={[
        { values: numbers(trend), unfinished: today?.partial ?? false },
        ...(previous ? [{ values: numbers(previous), unfinished: false }] : []),
      ]}
      before={previous?.points ?? []}
    />
  );
}
