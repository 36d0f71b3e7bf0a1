import type { SalesHistoryResponse } from '@traffic/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useReportSearch } from '../../app/use-report.ts';
import { salesQuery } from '../../lib/queries.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import { WidgetError } from '../../ui/widget-error.tsx';
import { SalesList } from '../../widgets/sales-list.tsx';

/** The latest sales of the team; the open receipt stands in the URL, so Back closes it. */
export function TeamSales({ team }: { team: string }) {
  const { t } = useTranslation();
  const sales = useInfiniteQuery(salesQuery(useReportSearch(), team));
  const navigate = useNavigate({ from: '/cabinet/$team' });
  const open = (sale: string): void => {
    void navigate({ search: (old) => ({ ...old, sale }), resetScroll: false });
  };
  return (
    <section
      aria-labelledby="team-sales"
      aria-busy={sales.isFetching}
      className={`card min-w-0 overflow-hidden ${sales.isPlaceholderData ? 'refreshing' : ''}`}
    >
      <header className="flex flex-wrap items-baseline gap-x-4 p-4 pb-2">
        <h2 id="team-sales" className="text-lg font-bold">
          {t('sales.title')}
        </h2>
        {sales.data ? <SalesStats page={sales.data.pages[0]} /> : null}
      </header>
      {sales.error ? (
        <div className="p-3">
          <WidgetError
            title={t('error.sales')}
            error={sales.error}
            onRetry={() => void sales.refetch()}
            dataAt={sales.data && sales.dataUpdatedAt}
          />
        </div>
      ) : null}
      {sales.data ? (
        <SalesList
          pages={sales.data.pages}
          hasMore={sales.hasNextPage}
          loadingMore={sales.isFetchingNextPage}
          onMore={() => void sales.fetchNextPage()}
          onOpen={open}
        />
      ) : null}
      {sales.isLoading ? <div className="h-72" /> : null}
    </section>
  );
}

/** Over the whole period, not over the rows on screen. */
function SalesStats({ page }: { page: SalesHistoryResponse | undefined }) {
  const { t } = useTranslation();
  const format = useFormatter();
  if (!page || page.stats.total_sales === 0) return null;
  const { total_sales: count, total_revenue: revenue, avg_sale: average } = page.stats;
  return (
    <p className="text-sm text-ink-2">
      {t('sales.stats', {
        sales: format.counted(count, t('sales.words')),
        revenue: format.money(revenue, page.currency),
      })}
      {average ? ` · ${t('sales.average', { value: format.money(average, page.currency) })}` : ''}
    </p>
  );
}
