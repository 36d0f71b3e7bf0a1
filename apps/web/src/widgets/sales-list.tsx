import type { SaleRow, SalesHistoryResponse } from '@traffic/contract';
import { useTranslation } from 'react-i18next';
import { useFormatter } from '../lib/use-formatter.ts';
import { Button } from '../ui/button.tsx';
import { Figure } from '../ui/figure.tsx';
import { EmptyRows } from './empty-report.tsx';

type SalesListProps = {
  pages: readonly SalesHistoryResponse[];
  hasMore: boolean;
  loadingMore: boolean;
  onMore: () => void;
  onOpen: (id: string) => void;
};

/** The ledger of the period, newest first; a row opens the receipt of its sale. */
export function SalesList({ pages, hasMore, loadingMore, onMore, onOpen }: SalesListProps) {
  const { t } = useTranslation();
  const format = useFormatter();
  const first = pages[0];
  if (!first) return null;
  const period = format.period(first.period.start, first.period.end);
  if (first.sales.length === 0)
    return (
      <EmptyRows report={first} needs={['amocrm']}>
        {t('sales.none', { period })}
      </EmptyRows>
    );
  return (
    <>
      <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={t('sales.caption', { period })}>
        <table className="w-full border-separate border-spacing-0 text-sm">
          <caption className="sr-only">{t('sales.caption', { period })}</caption>
          <thead>
            <tr className="text-xs text-ink-2 [&>th]:h-9 [&>th]:border-b [&>th]:border-line [&>th]:px-3 [&>th:first-child]:pl-4 [&>th]:text-left [&>th]:font-normal">
              <th scope="col">{t('sales.buyer')}</th>
              <th scope="col" className="text-right!">
                {t('sales.amount')}
              </th>
              <th scope="col">{t('sales.product')}</th>
              <th scope="col">{t('sales.source')}</th>
              <th scope="col">{t('sales.date')}</th>
            </tr>
          </thead>
          <tbody>
            {pages
              .flatMap((page) => page.sales)
              .map((sale) => (
                <Row key={sale.id} sale={sale} onOpen={onOpen} />
              ))}
          </tbody>
        </table>
      </div>
      {hasMore ? (
        <div className="p-3">
          <Button onClick={onMore} disabled={loadingMore}>
            {t('sales.more')}
          </Button>
        </div>
      ) : null}
    </>
  );
}

/** Name of the buyer, or of the deal when the CRM has no buyer yet. */
export function useSaleName(): (sale: SaleRow) => string {
  const { t } = useTranslation();
  return (sale) => sale.contact_name ?? sale.lead_name ?? t('sales.deal', { id: sale.lead_id });
}

function Row({ sale, onOpen }: { sale: SaleRow; onOpen: (id: string) => void }) {
  const { t } = useTranslation();
  const format = useFormatter();
  const name = useSaleName()(sale);
  return (
    <tr className="group h-9 hover:bg-hover pointer-coarse:h-11 [&>*]:border-t [&>*]:border-line [&>*]:px-3 [&>*:first-child]:pl-4 [&>*]:py-0.5 [tbody>&:first-child>*]:border-t-0">
      <th scope="row" className="max-w-44 text-left font-medium">
        <button
          type="button"
          onClick={() => onOpen(sale.id)}
          className="block h-9 w-full truncate text-left decoration-line-strong underline-offset-4 hover:underline pointer-coarse:h-11"
        >
          {name}
        </button>
      </th>
      <td className="text-right whitespace-nowrap">
        <SaleAmount sale={sale} />
      </td>
      <td className="whitespace-nowrap">{sale.product_name}</td>
      <td className="max-w-40 truncate text-ink-2" title={sale.utm_campaign ?? undefined}>
        {sale.utm_source ?? t('sales.noTag')}
      </td>
      <td className="whitespace-nowrap text-ink-2">
        {format.dateTime(sale.sale_date)}
        {sale.sale_date_provisional ? (
          <span className="block text-xs text-warn">{t('sales.provisional')}</span>
        ) : null}
      </td>
    </tr>
  );
}

/** The amount in the deal's own currency, with what is wrong with it in words. */
export function SaleAmount({ sale }: { sale: SaleRow }) {
  const { t } = useTranslation();
  const format = useFormatter();
  if (sale.sale_amount === null) {
    return <span className="text-warn">{t('sales.unknownAmount')}</span>;
  }
  return (
    <>
      <Figure value={sale.sale_amount} className={sale.reversed_at ? 'text-ink-2 line-through' : ''}>
        {format.money(sale.sale_amount, sale.currency)}
      </Figure>
      {sale.reversed_at ? (
        <span className="block text-xs text-bad">
          {t('sales.reversed', { at: format.dateTime(sale.reversed_at) })}
        </span>
      ) : null}
      {sale.amount_flag === 'unexpected' ? (
        <span className="block text-xs text-warn">{t('sales.unexpectedAmount')}</span>
      ) : null}
    </>
  );
}
