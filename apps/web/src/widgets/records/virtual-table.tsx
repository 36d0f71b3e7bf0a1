import type { VirtualItem } from '@tanstack/react-virtual';
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import type { ReportColumn } from '../report-table.tsx';
import { useVirtualRows } from './use-virtual-rows.ts';

/** A column of a long list: rows come and go while one scrolls, so its width is its own, not that of what is in sight. */
export type ListColumn<Row> = ReportColumn<Row> & { widthPx: number };

type VirtualTableProps<Row> = {
  caption: string;
  columns: readonly ListColumn<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  /** Rows of the whole list when somebody has counted them; null while nobody knows. */
  total: number | null;
  /** Called when the end of what is loaded comes near. */
  onEndNear: () => void;
};

/** Up to so many rows are all there: the browser's own search and print find every one of them. */
const ALL_ROWS = 100;
const OVERSCAN = 12;
/** The next page is asked for this many rows before the last one is seen. */
const AHEAD = 25;
const rowHeightPx = (): number => (matchMedia('(pointer: coarse)').matches ? 44 : 36);

/**
 * A list of any length that draws the rows in sight only. A real table all the same: header and first column stand still, and
 * each row says its place in the whole (`aria-rowindex`). The row with the focus stays wherever one scrolls.
 */
export function VirtualTable<Row>(props: VirtualTableProps<Row>) {
  const { caption, columns, rows, keyOf, total, onEndNear } = props;
  const box = useRef<HTMLDivElement>(null);
  const focused = useFocusedRow(box);
  const { items, totalPx, measure } = useVirtualRows({
    box,
    count: rows.length,
    rowHeightPx: rowHeightPx(),
    overscan: rows.length <= ALL_ROWS ? ALL_ROWS : OVERSCAN,
    keyOf: (index) => keyOf(at(rows, index)),
    kept: focused,
    onLastInSight: (index) => {
      if (index >= rows.length - AHEAD) onEndNear();
    },
  });
  return (
    <div
      ref={box}
      className="relative max-h-[70vh] overflow-auto"
      tabIndex={0}
      role="region"
      aria-label={caption}
    >
      <table
        className="w-full table-fixed border-separate border-spacing-0 text-sm"
        style={{ minWidth: columns.reduce((sum, { widthPx }) => sum + widthPx, 0) }}
        aria-rowcount={total === null ? -1 : total + 1}
      >
        <caption className="sr-only">{caption}</caption>
        <colgroup>
          {columns.map(({ key, widthPx }) => (
            <col key={key} style={{ width: widthPx }} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column, index) => (
              <th
                key={column.key}
                scope="col"
                className={`sticky top-0 h-9 bg-card px-3 text-xs font-normal whitespace-nowrap text-ink-2 first:pl-4 ${index === 0 ? 'left-0 z-30' : 'z-20'} ${index === 0 || column.words ? 'text-left' : 'text-right'}`}
              >
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((item, place) => (
            <Placed key={item.key} item={item} before={items[place - 1]}>
              <tr
                ref={measure}
                data-index={item.index}
                aria-rowindex={item.index + 2}
                className="group h-9 hover:bg-hover pointer-coarse:h-11"
              >
                <Cells columns={columns} row={at(rows, item.index)} />
              </tr>
            </Placed>
          ))}
          <Gap px={totalPx - (items.at(-1)?.end ?? 0)} />
        </tbody>
      </table>
    </div>
  );
}

function at<Row>(rows: readonly Row[], index: number): Row {
  const row = rows[index];
  if (row === undefined) throw new RangeError(`no row ${index} of ${rows.length}`);
  return row;
}

const indexOf = (target: EventTarget | null): number | null => {
  const index = target instanceof Element ? target.closest('tr')?.dataset.index : undefined;
  return index === undefined ? null : Number(index);
};

/** The row whose control has the focus. */
function useFocusedRow(box: RefObject<HTMLElement | null>): number | null {
  const [focused, setFocused] = useState<number | null>(null);
  useEffect(() => {
    const element = box.current;
    const follow = (event: FocusEvent): void =>
      setFocused(indexOf(event.type === 'focusin' ? event.target : event.relatedTarget));
    element?.addEventListener('focusin', follow);
    element?.addEventListener('focusout', follow);
    return () => {
      element?.removeEventListener('focusin', follow);
      element?.removeEventListener('focusout', follow);
    };
  }, [box]);
  return focused;
}

type PlacedProps = { item: VirtualItem; before: VirtualItem | undefined; children: ReactNode };

/** A row where it belongs: rows that are not drawn leave their height. */
function Placed({ item, before, children }: PlacedProps) {
  return (
    <>
      <Gap px={item.start - (before?.end ?? 0)} />
      {children}
    </>
  );
}

function Gap({ px }: { px: number }) {
  return px > 0 ? (
    <tr aria-hidden="true">
      <td className="p-0" style={{ height: px }} />
    </tr>
  ) : null;
}

const CELL = 'overflow-hidden border-t border-line px-3 whitespace-nowrap first:pl-4';

function Cells<Row>({ columns, row }: { columns: readonly ListColumn<Row>[]; row: Row }) {
  return columns.map((column, index) =>
    index === 0 ? (
      <th
        key={column.key}
        scope="row"
        className={`${CELL} sticky left-0 z-10 bg-card text-left font-medium group-hover:bg-hover`}
      >
        {column.cell(row)}
      </th>
    ) : (
      <td
        key={column.key}
        className={`${CELL} ${column.words ? 'text-left text-ellipsis' : 'text-right'} ${column.className?.(row) ?? ''}`}
      >
        {column.cell(row)}
      </td>
    ),
  );
}
