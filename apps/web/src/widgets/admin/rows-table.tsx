import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import { type Order, orderOf, withOrder } from './table-order.ts';

export type Column<Row> = {
  key: string;
  header: string;
  /** Numbers stand right. */
  numeric?: boolean;
  /** What the column sorts by; without it the header is no button. */
  sortBy?: (row: Row) => string | number | null;
  cell: (row: Row) => ReactNode;
  className?: string;
  /** Not on a phone, where the first column says it too. */
  wideOnly?: boolean;
};

type RowsTableProps<Row> = {
  /** Tells it from the other tables of the page: its order stands in the address under this name. */
  name?: string;
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string | number;
  /** Rows fit into this height and scroll inside, under a standing header. */
  maxHeight?: number;
};

/** Rows of an administration page: first column and header stand still, a header sorts by click and Enter. */
export function RowsTable<Row>({
  name = 'rows',
  caption,
  columns,
  rows,
  rowKey,
  maxHeight,
}: RowsTableProps<Row>) {
  const { order: orders } = useSearch({ strict: false });
  const navigate = useNavigate();
  const order = useMemo(() => orderOf(orders, name), [orders, name]);
  const sortBy = ({ key, numeric }: Column<Row>): void => {
    const descending = order?.key === key ? !order.descending : Boolean(numeric);
    const next = withOrder(orders, name, { key, descending });
    void navigate({ to: '.', search: (old) => ({ ...old, order: next }), resetScroll: false });
  };
  const sorted = useMemo(() => sortRows(rows, columns, order), [rows, columns, order]);
  return (
    <div
      className="relative overflow-auto border-t border-line"
      style={maxHeight ? { maxHeight } : undefined}
      tabIndex={0}
      role="region"
      aria-label={caption}
    >
      <table className="w-full border-separate border-spacing-0 text-sm">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="text-xs text-ink-2">
            {columns.map((column, index) => (
              <Header
                key={column.key}
                column={column}
                first={index === 0}
                order={order?.key === column.key ? order : null}
                onSort={() => sortBy(column)}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.map((row) => (
            <tr key={rowKey(row)} className="group h-9 pointer-coarse:h-11">
              {columns.map((column, index) => (
                <Cell key={column.key} first={index === 0} column={column}>
                  {column.cell(row)}
                </Cell>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type HeaderProps<Row> = { column: Column<Row>; first: boolean; order: Order | null; onSort: () => void };

function Header<Row>({ column, first, order, onSort }: HeaderProps<Row>) {
  const place = `sticky top-0 border-b border-line bg-card p-0 font-normal last:pr-1 ${first ? 'left-0 z-20' : 'z-10'} ${column.wideOnly ? 'max-sm:hidden' : ''}`;
  const inside = `flex h-9 w-full items-center gap-1 px-3 whitespace-nowrap ${first ? 'pl-4' : ''} ${column.numeric ? 'justify-end' : ''}`;
  if (!column.sortBy)
    return (
      <th scope="col" className={place}>
        <span className={inside}>{column.header}</span>
      </th>
    );
  return (
    <th
      scope="col"
      className={place}
      aria-sort={order ? (order.descending ? 'descending' : 'ascending') : 'none'}
    >
      <button
        type="button"
        onClick={onSort}
        className={`${inside} -outline-offset-2! hover:text-ink ${order ? 'font-medium text-ink' : ''}`}
      >
        {column.header}
        <span aria-hidden="true" className={order ? '' : 'hidden'}>
          {order?.descending ? '↓' : '↑'}
        </span>
      </button>
    </th>
  );
}

type CellProps<Row> = { column: Column<Row>; first: boolean; children: ReactNode };

function Cell<Row>({ column, first, children }: CellProps<Row>) {
  const look = `border-t border-line px-3 py-1 last:pr-4 group-first:border-t-0 group-hover:bg-hover ${column.numeric ? 'text-right whitespace-nowrap' : 'text-left'} ${column.wideOnly ? 'max-sm:hidden' : ''} ${column.className ?? ''}`;
  if (!first) return <td className={look}>{children}</td>;
  return (
    <th scope="row" className={`sticky left-0 z-[5] bg-card pl-4! font-medium ${look}`}>
      {children}
    </th>
  );
}

/** Unknown values stand last whichever way the rest is sorted. */
function sortRows<Row>(rows: readonly Row[], columns: readonly Column<Row>[], order: Order | null): Row[] {
  const by = columns.find((column) => column.key === order?.key)?.sortBy;
  if (!by || !order) return [...rows];
  const sign = order.descending ? -1 : 1;
  return rows
    .map((row) => ({ row, value: by(row) }))
    .sort((a, b) => {
      if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
      return sign * (a.value < b.value ? -1 : a.value > b.value ? 1 : 0);
    })
    .map(({ row }) => row);
}
