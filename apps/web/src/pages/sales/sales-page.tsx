import type { SaleRow } from '@traffic/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useReportSearch } from '../../app/use-report.ts';
import { lengthDays } from '../../lib/period.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import { useKept } from '../../lib/use-kept.ts';
import { TeamMark } from '../../ui/team-mark.tsx';
import { isFiltered, NO_FILTER, RecordFilters } from '../../widgets/records/record-filters.tsx';
import { useFilter } from '../../widgets/records/use-filter.ts';
import { RecordList } from '../../widgets/records/record-list.tsx';
import { SaleDrawer } from '../../widgets/records/sale-drawer.tsx';
import type { ListColumn } from '../../widgets/records/virtual-table.tsx';
import { SaleAmount, useSaleName } from '../../widgets/sales-list.tsx';
import { ledgerQuery } from './queries.ts';
import { useSalesTexts } from './texts.ts';

/** «Продажи»: the ledger, and the receipt of the sale that is opened. */
export function SalesPage() {
  const { t } = useTranslation();
  const text = useSalesTexts();
  const format = useFormatter();
  const filter = useFilter('/signed-in/sales');
  const { sale } = useSearch({ from: '/signed-in/sales' });
  const navigate = useNavigate({ from: '/sales' });
  const query = useKept(useInfiniteQuery(ledgerQuery(useReportSearch(), filter)));
  const head = query.data?.pages[0];
  const open = (id: string | undefined): void => {
    void navigate({ search: (old) => ({ ...old, sale: id }), resetScroll: false });
  };
  const days = head ? format.counted(lengthDays(head.period), t('period.days')) : '';
  return (
    <>
      <div className="flex flex-wrap items-baseline gap-x-4">
        <h1 className="text-xl font-bold">{text('title')}</h1>
        {head && head.total !== null ? (
          <p className="text-sm text-ink-2">
            {text('over', { sales: format.counted(head.total - 2 * head.reversals, t('sales.words')), days })}
            {head.reversals > 0 ? ` · ${text('reversals', { n: format.number(head.reversals) })}` : ''}
          </p>
        ) : null}
      </div>
      <RecordFilters
        report="sales"
        filter={filter}
        onFilter={(next) => void navigate({ search: (old) => ({ ...old, ...next }), replace: true })}
      />
      <RecordList
        caption={t('sales.caption', {
          period: head ? format.period(head.period.start, head.period.end) : '',
        })}
        errorTitle={text('error')}
        query={query}
        columns={useColumns(open)}
        rowsOf={(page) => page.sales}
        keyOf={(row: SaleRow) => row.id}
        total={head?.total ?? null}
        empty={text('none')}
        needs={['amocrm']}
        onReset={
          isFiltered(filter)
            ? () => void navigate({ search: (old) => ({ ...old, ...NO_FILTER }) })
            : undefined
        }
      />
      <SaleDrawer id={sale} onClose={() => open(undefined)} />
    </>
  );
}

function useColumns(open: (id: string) => void): ListColumn<SaleRow>[] {
  const { t } = useTranslation();
  const text = useSalesTexts();
  const format = useFormatter();
  const nameOf = useSaleName();
  return [
    {
      key: 'buyer',
      widthPx: 200,
      header: t('sales.buyer'),
      cell: (row) => (
        <button
          type="button"
          onClick={() => open(row.id)}
          className="block h-9 w-full truncate text-left decoration-line-strong underline-offset-4 hover:underline pointer-coarse:h-11"
        >
          {nameOf(row)}
        </button>
      ),
    },
    { key: 'amount', widthPx: 130, header: t('sales.amount'), cell: (row) => <SaleAmount sale={row} /> },
    {
      key: 'product',
      widthPx: 180,
      header: t('sales.product'),
      words: true,
      cell: ({ product_name }) => product_name,
    },
    {
      key: 'team',
      widthPx: 160,
      header: text('team'),
      words: true,
      cell: ({ team }) =>
        team ? <TeamMark team={team} /> : <span className="text-ink-2">{t('teams.unattributed')}</span>,
    },
    {
      key: 'source',
      widthPx: 240,
      header: t('sales.source'),
      words: true,
      cell: (row) => (
        <span className="block truncate text-ink-2" title={row.utm_campaign ?? undefined}>
          {[row.utm_source ?? text('noTag'), row.utm_campaign].filter(Boolean).join(' · ')}
        </span>
      ),
    },
    { key: 'deal', widthPx: 110, header: t('receipt.deal'), words: true, cell: ({ lead_id }) => lead_id },
    {
      key: 'date',
      widthPx: 160,
      header: t('sales.date'),
      words: true,
      cell: (row) => (
        <span className="text-ink-2">
          {format.dateTime(row.sale_date)}
          {row.sale_date_provisional ? (
            <span className="block text-xs text-warn">{t('sales.provisional')}</span>
          ) : null}
        </span>
      ),
    },
  ];
}
