import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { saleQuery } from '../../lib/queries.ts';
import { Sheet } from '../../ui/sheet.tsx';
import { WidgetError } from '../../ui/widget-error.tsx';
import { SaleReceipt } from '../../widgets/sale-receipt.tsx';

/** The receipt of the sale named in the URL. */
export function SaleDrawer() {
  const { t } = useTranslation();
  const { sale: id } = useSearch({ from: '/signed-in/cabinet/$team' });
  const navigate = useNavigate({ from: '/cabinet/$team' });
  const sale = useQuery({ ...saleQuery(id ?? ''), enabled: id !== undefined });
  const close = (): void => {
    void navigate({ search: ({ sale: _sale, ...rest }) => rest, resetScroll: false });
  };
  return (
    <Sheet
      side="right"
      title={t('receipt.title')}
      closeLabel={t('receipt.close')}
      open={id !== undefined}
      onClose={close}
    >
      {sale.data ? <SaleReceipt answer={sale.data} /> : null}
      {sale.error ? (
        <div className="p-4">
          <WidgetError title={t('error.receipt')} error={sale.error} onRetry={() => void sale.refetch()} />
        </div>
      ) : null}
    </Sheet>
  );
}
