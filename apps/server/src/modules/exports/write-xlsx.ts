import writeExcelFile from 'write-excel-file/node';
import type { Cell, Table } from './table.ts';

/** Digits that a float keeps: longer figures stay text, so that none is rounded. */
const EXACT = /^-?\d{1,12}(\.\d{1,2})?$|^-?\d{1,10}\.\d{1,4}$/;

/** An Excel workbook of one sheet; texts are texts, whatever they start with. */
export async function writeXlsx({ columns, rows }: Table): Promise<Buffer> {
  const header = columns.map(({ title }) => ({ value: title, fontWeight: 'bold' as const }));
  const data = rows.map((row) => row.map((cell, index) => toCell(cell, columns[index]?.kind ?? 'text')));
  return writeExcelFile([header, ...data], { stickyRowsCount: 1 }).toBuffer();
}

function toCell(cell: Cell, kind: 'text' | 'figure') {
  if (cell === null) return null;
  if (kind === 'figure' && (typeof cell === 'number' || EXACT.test(cell)))
    return { type: Number, value: Number(cell) };
  return { type: String, value: String(cell) };
}
