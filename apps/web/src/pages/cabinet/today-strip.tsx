import type { OverviewResponse } from '@traffic/contract';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useReportSearch } from '../../app/use-report.ts';
import { metricExact, useMetricReasons } from '../../lib/metric-text.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Figure, Unknown } from '../../ui/figure.tsx';
import { WidgetError } from '../../ui/widget-error.tsx';
import { Delta } from '../../widgets/delta.tsx';
import { RowsLink } from '../../widgets/rows-link.tsx';
import { lateSources } from '../../widgets/source-problems.ts';
import { todayQuery } from './queries.ts';
import { useCabinetTexts } from './texts.ts';

/** Keeps the height of a line that has not come yet. */
const NO_BREAK_SPACE = '\u00A0';

const SHOWN = ['spend', 'leads', 'sales', 'revenue'] as const;

/** The day that is not over, dashed: what it has brought so far, against the same part of the same weekday before. */
export function TodayStrip({ team }: { team: string }) {
  const text = useCabinetTexts();
  const format = useFormatter();
  const search = useReportSearch();
  const today = useQuery({ ...todayQuery(search, team), enabled: search.preset !== 'today' });
  if (search.preset === 'today') return null;
  if (today.error)
    return (
      <WidgetError
        title={text('today.error')}
        error={today.error}
        onRetry={() => void today.refetch()}
        dataAt={today.data && today.dataUpdatedAt}
      />
    );
  const { data } = today;
  return (
    <section
      aria-labelledby="today-strip"
      aria-busy={today.isFetching}
      className="grid min-h-[84px] items-center gap-x-8 gap-y-3 rounded-card @[720px]:grid-cols-[auto_minmax(0,1fr)] border border-dashed border-line-strong px-4 py-3"
    >
      <div className="min-w-32">
        <h2 id="today-strip" className="font-bold">
          {text('today.title')}
          {data ? `, ${text('today.until', { time: format.time(data.updated_at) })}` : ''}
        </h2>
        <p className="text-xs text-ink-2">
          {data ? text('today.versus', { day: format.day(data.previous.period.start) }) : NO_BREAK_SPACE}
        </p>
      </div>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3 @[720px]:grid-cols-4">
        {SHOWN.map((metric) => (
          <TodayFigure key={metric} metric={metric} report={data} team={team} />
        ))}
      </dl>
    </section>
  );
}

type TodayFigureProps = {
  metric: (typeof SHOWN)[number];
  report: OverviewResponse | undefined;
  team: string;
};

function TodayFigure({ metric, report, team }: TodayFigureProps) {
  const { t } = useTranslation();
  const text = useCabinetTexts();
  const format = useFormatter();
  const reasons = useMetricReasons();
  const value = report?.total[metric] ?? null;
  const base = report?.previous.total[metric] ?? null;
  const incomplete = report ? reasons.incomplete(metric, lateSources(report)) : null;
  return (
    <div className="min-w-0">
      <dt className="text-xs text-ink-2">{t(`metric.${metric}`)}</dt>
      <dd className="text-lg font-bold">
        {report === undefined ? (
          <span className="skeleton inline-block h-5 w-16" />
        ) : value === null ? (
          <Unknown reason={reasons.unknown(metric, report.total) ?? ''} />
        ) : (
          <span className={incomplete ? 'hatched' : ''} title={incomplete ?? undefined}>
            <RowsLink of={metric} team={team} report={{ preset: 'today', start: undefined, end: undefined }}>
              <Figure value={value}>{metricExact(metric, value, report.currency, format)}</Figure>
            </RowsLink>
          </span>
        )}
      </dd>
      <dd className="text-xs" title={metric === 'spend' ? text('today.spendLater') : undefined}>
        {report ? <Delta metric={metric} value={value} base={base} /> : NO_BREAK_SPACE}
      </dd>
    </div>
  );
}
