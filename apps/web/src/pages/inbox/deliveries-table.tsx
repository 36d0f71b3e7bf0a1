import type { Delivery } from '@traffic/contract';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Figure } from '../../ui/figure.tsx';
import { type Column, RowsTable } from '../../widgets/admin/rows-table.tsx';
import { DeliveryStateMark } from './delivery-state.tsx';
import { useInboxTexts } from './texts.ts';

type DeliveriesTableProps = { rows: readonly Delivery[]; onOpen: (id: string) => void };

/** Deliveries, newest first; the number opens what came and every attempt. */
export function DeliveriesTable({ rows, onOpen }: DeliveriesTableProps) {
  const t = useInboxTexts();
  const format = useFormatter();
  const columns: Column<Delivery>[] = [
    {
      key: 'id',
      header: t('column.id'),
      cell: ({ id }) => (
        <button
          type="button"
          onClick={() => onOpen(id)}
          className="block h-7 text-left decoration-line-strong underline-offset-4 hover:underline pointer-coarse:h-11"
        >
          {id}
        </button>
      ),
    },
    {
      key: 'at',
      header: t('column.at'),
      className: 'whitespace-nowrap text-ink-2',
      cell: ({ received_at }) => format.dateTime(received_at),
    },
    { key: 'state', header: t('column.state'), cell: ({ state }) => <DeliveryStateMark state={state} /> },
    {
      key: 'outcome',
      header: t('column.outcome'),
      className: 'min-w-56 max-w-md truncate',
      cell: ({ outcome }) => <span title={outcome ?? undefined}>{outcome ?? '—'}</span>,
    },
    {
      key: 'endpoint',
      header: t('column.endpoint'),
      className: 'whitespace-nowrap text-ink-2',
      cell: ({ endpoint }) => endpoint,
    },
    {
      key: 'bytes',
      header: t('column.bytes'),
      numeric: true,
      cell: ({ bytes }) => <Figure value={bytes}>{format.number(bytes)}</Figure>,
    },
    {
      key: 'attempts',
      header: t('column.attempts'),
      numeric: true,
      cell: ({ attempts }) => <Figure value={attempts}>{format.number(attempts)}</Figure>,
    },
  ];
  return <RowsTable caption={t('list.title')} columns={columns} rows={rows} rowKey={({ id }) => id} />;
}
