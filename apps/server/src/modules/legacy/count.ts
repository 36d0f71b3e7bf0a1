/** What became of a table's rows: read = written + known + refused, always. */
export type TableCount = {
  table: string;
  /** Null when the table was not there, or is of no known shape. */
  shape: string | null;
  note: string | null;
  read: number;
  written: number;
  /** Was there already, from an earlier run or from its true source. */
  known: number;
  refused: number;
  /** Reason -> rows. */
  reasons: Record<string, number>;
};

export const emptyCount = (table: string): TableCount => ({
  ...{ table, shape: null, note: null, read: 0, written: 0, known: 0, refused: 0 },
  reasons: {},
});

/** @param rows how many rows this reason refused */
export function refuse(count: TableCount, reason: string, rows = 1): void {
  if (rows === 0) return;
  count.refused += rows;
  count.reasons[reason] = (count.reasons[reason] ?? 0) + rows;
}
