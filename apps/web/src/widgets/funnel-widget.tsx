import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useAfterFigures, useReportSearch } from '../app/use-report.ts';
import { funnelQuery } from '../lib/queries.ts';
import { useKept } from '../lib/use-kept.ts';
import { WidgetError } from '../ui/widget-error.tsx';
import { ConversionFunnel } from './conversion-funnel.tsx';

type FunnelWidgetProps = { title: string; teamFilter?: string };

/** The funnel with its own loading and its own failure: the figures beside it do not wait for it. */
export function FunnelWidget({ title, teamFilter }: FunnelWidgetProps) {
  const { t } = useTranslation();
  const query = useQuery({ ...funnelQuery(useReportSearch(), teamFilter), enabled: useAfterFigures() });
  const funnel = useKept(query);
  return (
    <div className={`min-w-0 ${funnel.isPlaceholderData ? 'refreshing' : ''}`} aria-busy={funnel.isFetching}>
      {funnel.error ? (
        <WidgetError
          title={t('error.funnel')}
          error={funnel.error}
          onRetry={() => void funnel.refetch()}
          dataAt={funnel.data && funnel.dataUpdatedAt}
        />
      ) : null}
      {funnel.data ? <ConversionFunnel funnel={funnel.data} title={title} team={teamFilter} /> : null}
      {query.isPending ? (
        <section className="card h-[352px] p-5" aria-label={title} aria-busy="true">
          <h2 className="text-lg font-bold">{title}</h2>
          {['1', '2', '3', '4'].map((stage) => (
            <div key={stage} aria-hidden="true" className="mt-5 grid gap-2">
              <span className="skeleton h-3 w-32" />
              <span className="skeleton h-6" />
            </div>
          ))}
        </section>
      ) : null}
    </div>
  );
}
