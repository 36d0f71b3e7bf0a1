import { stringify } from 'csv-stringify/sync';
import type { Table } from './table.ts';

/** A spreadsheet runs a text that starts like this as a formula; buyers choose their names. A phone +7... is none. */
const FORMULA = /^(?!\+\d+$)[=+\-@\t\r]/;

/** CSV with a header, as UTF-8 that Excel recognises; figures are written exactly as the report has them. */
export function writeCsv({ columns, rows }: Table): string {
  const lines = rows.map((row) =>
    row.map((cell, index) =>
      columns[index]?.kind === 'text' && typeof cell === 'string' && FORMULA.test(cell) ? `'${cell}` : cell,
    ),
  );
  return stringify([columns.map((column) => column.title), ...lines], { bom: true });
}
