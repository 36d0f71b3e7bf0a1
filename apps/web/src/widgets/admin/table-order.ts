/** How a table is sorted. */
export type Order = { key: string; descending: boolean };

/** `users:-role,tokens:name`: the order of each table of a page by the table's name, as the address keeps it. */
type Orders = string | undefined;

const entries = (orders: Orders): [table: string, column: string][] =>
  (orders ?? '').split(',').flatMap((entry): [string, string][] => {
    const [table, column] = entry.split(':');
    return table && column ? [[table, column]] : [];
  });

/** The order of this table in the address; null when it stands as it came. */
export function orderOf(orders: Orders, table: string): Order | null {
  const column = entries(orders).find(([name]) => name === table)?.[1];
  if (!column) return null;
  const descending = column.startsWith('-');
  return { key: descending ? column.slice(1) : column, descending };
}

/** The address's orders with this one instead of the table's old one. */
export function withOrder(orders: Orders, table: string, { key, descending }: Order): string {
  const others = entries(orders).filter(([name]) => name !== table);
  return [...others, [table, `${descending ? '-' : ''}${key}`]].map((entry) => entry.join(':')).join(',');
}
