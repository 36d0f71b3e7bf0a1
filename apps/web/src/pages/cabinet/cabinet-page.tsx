import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useReport } from '../../app/use-report.ts';
import { isApiError } from '../../lib/api.ts';
import { teamsQuery } from '../../lib/queries.ts';
import { TeamMark } from '../../ui/team-mark.tsx';
import { WidgetError } from '../../ui/widget-error.tsx';
import { EmptyReport } from '../../widgets/empty-report.tsx';
import type { KpiKey } from '../../widgets/kpi-days.ts';
import { KpiRow, KpiRowSkeleton } from '../../widgets/kpi-row.tsx';
import { SaleDrawer } from '../../widgets/records/sale-drawer.tsx';
import { PageTitle } from '../../widgets/page-title.tsx';
import { SourceBanner } from '../../widgets/source-banner.tsx';
import { ClosedCabinet } from './closed-cabinet.tsx';
import { emptinessOf } from '../../widgets/source-problems.ts';
import { LoadingCard } from '../../widgets/loading-card.tsx';
import { TodayStrip } from './today-strip.tsx';

/** What stands below the first screen comes after it. */
const CabinetDetails = lazy(async () => ({
  default: (await import('./cabinet-details.tsx')).CabinetDetails,
}));

/** «Кабинет»: what one team spent, earned and sold. */
export function CabinetPage() {
  const { t } = useTranslation();
  const { team } = useParams({ from: '/signed-in/cabinet/$team' });
  const search = useSearch({ from: '/signed-in/cabinet/$team' });
  const { sale, metric = 'revenue' } = search;
  const navigate = useNavigate({ from: '/cabinet/$team' });
  const change = (next: Partial<typeof search>): void => {
    void navigate({ search: (old) => ({ ...old, ...next }), resetScroll: false });
  };
  const pick = useCallback(
    (next: KpiKey) => void navigate({ search: (old) => ({ ...old, metric: next }), resetScroll: false }),
    [navigate],
  );
  const report = useReport();
  const { data } = report;
  const empty = data ? emptinessOf(data) : null;
  if (isApiError(report.error, 'forbidden', 'not_found')) return <ClosedCabinet error={report.error} />;
  return (
    <>
      <PageTitle report={data}>
        <TeamTitle slug={team} />
      </PageTitle>
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
      {data && empty ? <EmptyReport kind={empty} period={data.period} /> : null}
      {/* Skeletons and figures are different boxes: a banner above the figures moves nothing on screen. */}
      <div
        key={data ? 'figures' : 'skeleton'}
        className={report.isPlaceholderData ? 'refreshing' : ''}
        aria-busy={report.isFetching}
      >
        {data ? (
          <KpiRow report={data} picked={metric} onPick={pick} />
        ) : report.error ? null : (
          <KpiRowSkeleton />
        )}
      </div>
      {team === 'unattributed' ? null : <TodayStrip team={team} />}
      {data ? (
        <Suspense fallback={<LoadingCard heightPx={922} />}>
          <CabinetDetails
            team={team}
            metric={metric}
            columns={search.columns ?? 'both'}
            sort={search.sort ?? 'spend'}
            onChange={change}
          />
        </Suspense>
      ) : null}
      <SaleDrawer
        id={sale}
        onClose={() => void navigate({ search: ({ sale: _sale, ...rest }) => rest, resetScroll: false })}
      />
    </>
  );
}

/** The team's mark from the list that is already under way; its address, unseen, keeps the place until it has come. */
function TeamTitle({ slug }: { slug: string }) {
  const { t } = useTranslation();
  const teams = useQuery(teamsQuery);
  if (slug === 'unattributed') return <>{t('cabinet.unattributed')}</>;
  const team = teams.data?.teams.find((one) => one.slug === slug);
  if (team) return <TeamMark team={team} />;
  return <span className={teams.isPending ? 'invisible' : ''}>{slug}</span>;
}
