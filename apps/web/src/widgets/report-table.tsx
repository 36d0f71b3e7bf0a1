import type { ReactNode } from 'react';

/** A column of a report: the first one names the row and stays in sight while the others scroll. */
export type ReportColumn<Row> = {
  key: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** Words go left; figures, the default, right. */
  words?: boolean;
  className?: (row: Row) => string;
};

type ReportTableProps<Row> = {
  caption: string;
  columns: readonly ReportColumn<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  /** A last row that stays in sight, such as totals. */
  total?: Row | undefined;
};

const CELL = 'h-9 border-t border-line px-3 whitespace-nowrap pointer-coarse:h-11 first:pl-4 last:pr-4';
const NAME = 'sticky left-0 z-10 bg-card text-left font-medium group-hover:bg-hover';

/** A table of figures that scrolls inside itself, with its header, first column and totals in sight. */
export function ReportTable<Row>({ caption, columns, rows, keyOf, total }: ReportTableProps<Row>) {
  return (
    <div className="relative max-h-[70vh] overflow-auto" tabIndex={0} role="region" aria-label={caption}>
      <table className="w-full border-separate border-spacing-0 text-sm">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column, index) => (
              <th
                key={column.key}
                scope="col"
                className={`sticky top-0 h-9 bg-card px-3 text-xs font-normal whitespace-nowrap text-ink-2 first:pl-4 last:pr-4 ${index === 0 ? 'left-0 z-30' : 'z-20'} ${index === 0 || column.words ? 'text-left' : 'text-right'}`}
              >
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} className="group hover:bg-hover">
              <Cells columns={columns} row={row} name={`${CELL} ${NAME}`} figure={CELL} />
            </tr>
          ))}
        </tbody>
        {total === undefined ? null : (
          <tfoot>
            <tr className="font-bold">
              <Cells
                columns={columns}
                row={total}
                name={`${CELL} sticky bottom-0 left-0 z-20 border-line-strong! bg-card text-left`}
                figure={`${CELL} sticky bottom-0 border-line-strong! bg-card`}
              />
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}

type CellsProps<Row> = { columns: readonly ReportColumn<Row>[]; row: Row; name: string; figure: string };

function Cells<Row>({ columns, row, name, figure }: CellsProps<Row>) {
  return columns.map((column, index) =>
    index === 0 ? (
      <th key={column.key} scope="row" className={name}>
        {column.cell(row)}
      </th>
    ) : (
      <td
        key={column.key}
        className={`${figure} ${column.words ? 'text-left' : 'text-right'} ${column.className?.(row) ?? ''}`}
      >
        {column.cell(row)}
      </td>
    ),
  );
}
