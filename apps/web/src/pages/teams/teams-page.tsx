import type { OverviewResponse, SetupResponse } from '@traffic/contract';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, memo, Suspense, useCallback, useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import { useReport } from '../../app/use-report.ts';
import { useUnhurried } from '../../lib/use-unhurried.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { WidgetError } from '../../ui/widget-error.tsx';
import { EmptyReport } from '../../widgets/empty-report.tsx';
import { FunnelWidget } from '../../widgets/funnel-widget.tsx';
import { KpiRow, KpiRowSkeleton } from '../../widgets/kpi-row.tsx';
import type { KpiKey } from '../../widgets/kpi-days.ts';
import { PageTitle } from '../../widgets/page-title.tsx';
import { setupQuery } from '../../widgets/setup/setup-query.ts';
import { SourceBanner } from '../../widgets/source-banner.tsx';
import { emptinessOf } from '../../widgets/source-problems.ts';
import { COLUMN_SET_NAMES, parseSort, type Sort, sortText } from '../../widgets/team-columns.ts';
import { TeamsTable } from '../../widgets/teams-table.tsx';
import { TeamsTableSkeleton } from '../../widgets/teams-table-skeleton.tsx';
import { LoadingCard } from '../../widgets/loading-card.tsx';

/** The chart comes after the figures that everybody waits for. */
const TrendCard = lazy(async () => ({
  default: (await import('../../widgets/trend/trend-card.tsx')).TrendCard,
}));

const PlanCard = lazy(async () => ({
  default: (await import('../../widgets/plans/plan-card.tsx')).PlanCard,
}));

const ForecastCard = lazy(async () => ({
  default: (await import('../../widgets/forecast/forecast-card.tsx')).ForecastCard,
}));

/** Below the table, read after it. */
const ChangesCard = lazy(async () => ({
  default: (await import('../../widgets/changes/changes-card.tsx')).ChangesCard,
}));

/** Shown while the product is being set up, and never again. */
const SetupChecklist = lazy(async () => ({
  default: (await import('../../widgets/setup/setup-checklist.tsx')).SetupChecklist,
}));
const SetupRest = lazy(async () => ({
  default: (await import('../../widgets/setup/setup-checklist.tsx')).SetupRest,
}));

/** «Команды»: what all teams spent and earned, and whose sale it was. */
export function TeamsPage() {
  const { t } = useTranslation();
  const report = useReport();
  const { data } = report;
  // The six figures first: the table is drawn in slices after them, and what stands below it a moment later.
  const drawn = useDeferredValue(data);
  const rest = useUnhurried() && drawn !== undefined;
  const empty = data ? emptinessOf(data) : null;
  const setup = useSetup(data);
  const firstRun = empty !== null && setup !== undefined && !setup.has_data;
  const metric = useSearch({ from: '/signed-in/' }).metric ?? 'revenue';
  const navigate = useNavigate({ from: '/' });
  const pick = useCallback(
    (next: KpiKey) => void navigate({ search: (old) => ({ ...old, metric: next }), resetScroll: false }),
    [navigate],
  );
  return (
    <>
      <PageTitle report={empty ? undefined : data}>{t('teams.title')}</PageTitle>
      {report.error ? (
        <WidgetError
          title={t('error.overview')}
          error={report.error}
          onRetry={() => void report.refetch()}
          dataAt={data && report.dataUpdatedAt}
          period={report.isPlaceholderData ? data?.period : undefined}
        />
      ) : null}
      {data ? <SourceBanner sources={data.sources} /> : null}
      {setup && firstRun ? (
        <Suspense>
          <SetupChecklist setup={setup} />
        </Suspense>
      ) : null}
      {data && empty && !firstRun ? <EmptyReport kind={empty} period={data.period} /> : null}
      {firstRun || empty === 'not_connected' || empty === 'no_data' ? null : (
        <div
          // Skeletons and figures are different boxes: a banner above the figures moves nothing on screen.
          key={data ? 'figures' : 'skeleton'}
          className={`grid min-w-0 gap-4 ${report.isPlaceholderData ? 'refreshing' : ''}`}
          aria-busy={report.isFetching}
        >
          {data ? (
            <KpiRow report={data} picked={metric} onPick={pick} />
          ) : report.error ? null : (
            <KpiRowSkeleton />
          )}
          {data ? (
            <Suspense fallback={<LoadingCard heightPx={346} />}>
              <TrendCard team={undefined} metric={metric} onMetric={pick} />
            </Suspense>
          ) : null}
          {drawn ? <TeamsCard report={drawn} /> : report.error ? null : <TeamsTableSkeleton />}
          {rest ? (
            <>
              <Suspense fallback={<LoadingCard heightPx={260} />}>
                <PlanCard team={undefined} />
              </Suspense>
              <Suspense fallback={<LoadingCard heightPx={170} />}>
                <ForecastCard team={undefined} />
              </Suspense>
            </>
          ) : null}
        </div>
      )}
      {firstRun || empty === 'not_connected' || empty === 'no_data' || !(rest || report.error) ? null : (
        <FunnelWidget title={t('funnel.ofAll')} />
      )}
      {/* Below the figures, which would jump when it comes. */}
      {setup && !firstRun && rest ? (
        <Suspense>
          <SetupRest setup={setup} />
        </Suspense>
      ) : null}
      {rest && !firstRun && empty === null ? (
        <Suspense>
          <ChangesCard />
        </Suspense>
      ) : null}
    </>
  );
}

/** The checklist, asked for while there is nothing to show or a source has never brought anything; else undefined. */
function useSetup(report: OverviewResponse | undefined): SetupResponse | undefined {
  const empty = report !== undefined && emptinessOf(report) !== null;
  const lacking = report?.sources.some(({ status }) => status === 'not_configured' || status === 'never');
  const setup = useQuery({ ...setupQuery(empty), enabled: empty || lacking === true });
  return empty || lacking ? setup.data : undefined;
}

const TeamsCard = memo(function TeamsTableCard({ report }: { report: OverviewResponse }) {
  const { t } = useTranslation();
  const columns = useSearch({ from: '/signed-in/', select: (search) => search.columns ?? 'main' });
  const order = useSearch({ from: '/signed-in/', select: (search) => search.sort });
  const navigate = useNavigate({ from: '/' });
  const sortBy = (sort: Sort): void => {
    void navigate({ search: (old) => ({ ...old, sort: sortText(sort) }), resetScroll: false });
  };
  return (
    <section className="card min-w-0 overflow-hidden" aria-labelledby="teams-table">
      <header className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 p-4 pb-2">
        <h2 id="teams-table" className="text-lg font-bold">
          {t('teams.byTeam')}
        </h2>
        <Segmented
          label={t('teams.columns')}
          value={columns}
          options={COLUMN_SET_NAMES.map((value) => ({ value, label: t(`teams.preset.${value}`) }))}
          onChange={(next) =>
            void navigate({ search: (old) => ({ ...old, columns: next }), resetScroll: false })
          }
        />
      </header>
      <TeamsTable report={report} columns={columns} sort={parseSort(order)} onSort={sortBy} />
    </section>
  );
});
