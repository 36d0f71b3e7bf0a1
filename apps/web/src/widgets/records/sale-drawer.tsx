import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { saleQuery } from '../../lib/queries.ts';
import { Sheet } from '../../ui/sheet.tsx';
import { WidgetError } from '../../ui/widget-error.tsx';
import { SaleReceipt } from '../sale-receipt.tsx';
import { AssignSale } from './assign-sale.tsx';

/** The receipt of one sale, and for an administrator a way to decide otherwise. Closed while `id` is undefined. */
export function SaleDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const sale = useQuery({ ...saleQuery(id ?? ''), enabled: id !== undefined });
  return (
    <Sheet
      side="right"
      title={t('receipt.title')}
      closeLabel={t('receipt.close')}
      open={id !== undefined}
      onClose={onClose}
    >
      {sale.data ? (
        <>
          <SaleReceipt answer={sale.data} />
          <AssignSale key={sale.data.sale.lead_id} answer={sale.data} />
        </>
      ) : null}
      {sale.error ? (
        <div className="p-4">
          <WidgetError title={t('error.receipt')} error={sale.error} onRetry={() => void sale.refetch()} />
        </div>
      ) : null}
    </Sheet>
  );
}
