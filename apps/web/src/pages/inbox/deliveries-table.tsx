import type { Delivery } from '@traffic/contract';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Figure } from '../../ui/figure.tsx';
import { type ListColumn, VirtualTable } from '../../widgets/records/virtual-table.tsx';
import { DeliveryStateMark } from './delivery-state.tsx';
import { useInboxTexts } from './texts.ts';
import { useOutcome } from './use-outcome.ts';

type DeliveriesTableProps = {
  rows: readonly Delivery[];
  onOpen: (id: string) => void;
  /** Whether all of them are here, and what is asked for when not. */
  complete: boolean;
  onEndNear: () => void;
};

/** Deliveries, newest first; the number opens what came and every attempt. */
export function DeliveriesTable({ rows, onOpen, complete, onEndNear }: DeliveriesTableProps) {
  const t = useInboxTexts();
  const format = useFormatter();
  const outcomeOf = useOutcome();
  const columns: ListColumn<Delivery>[] = [
    {
      key: 'id',
      widthPx: 110,
      words: true,
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
      widthPx: 150,
      words: true,
      header: t('column.at'),
      className: () => 'text-ink-2',
      cell: ({ received_at }) => format.dateTime(received_at),
    },
    {
      key: 'state',
      widthPx: 160,
      words: true,
      header: t('column.state'),
      cell: ({ state }) => <DeliveryStateMark state={state} />,
    },
    {
      key: 'outcome',
      widthPx: 360,
      words: true,
      header: t('column.outcome'),
      cell: ({ outcome, reason }) => <span title={outcome ?? undefined}>{outcomeOf(reason)}</span>,
    },
    {
      key: 'endpoint',
      widthPx: 240,
      words: true,
      header: t('column.endpoint'),
      className: () => 'text-ink-2',
      cell: ({ endpoint }) => endpoint,
    },
    {
      key: 'bytes',
      widthPx: 100,
      header: t('column.bytes'),
      cell: ({ bytes }) => <Figure value={bytes}>{format.number(bytes)}</Figure>,
    },
    {
      key: 'attempts',
      widthPx: 110,
      header: t('column.attempts'),
      cell: ({ attempts }) => <Figure value={attempts}>{format.number(attempts)}</Figure>,
    },
  ];
  return (
    <VirtualTable
      caption={t('list.title')}
      columns={columns}
      rows={rows}
      keyOf={({ id }) => id}
      total={complete ? rows.length : null}
      onEndNear={onEndNear}
    />
  );
}
