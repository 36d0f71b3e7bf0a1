import { stringify } from 'csv-stringify/sync';
import type { Table } from './table.ts';

/**
 * A spreadsheet runs a text that starts like this as a formula, full-width signs included; buyers choose their names.
 * A figure and a phone +7... are none.
 */
const FORMULA = /^(?![+-]?\d+([.,]\d+)?$)\s*[=+\-@\t\r\n＝＋－＠]/;

/** CSV with a header, as UTF-8 that Excel recognises; figures are written exactly as the report has them. */
export function writeCsv({ columns, rows }: Table): string {
  const lines = rows.map((row) =>
    row.map((cell) => (typeof cell === 'string' && FORMULA.test(cell) ? `'${cell}` : cell)),
  );
  return stringify([columns.map((column) => column.title), ...lines], { bom: true });
}
