import type pg from 'pg';

/** PostgREST, through which the earlier system read, cut every answer at 1,000 rows without a word. Ours are pages. */
const PAGE = 1_000;

/** The columns of a table of the earlier system; null when there is no such table. */
export async function columnsOf(client: pg.ClientBase, table: string): Promise<Set<string> | null> {
  const { rows } = await client.query<{ name: string }>(
    `select attname::text as name from pg_attribute a join pg_class c on c.oid = a.attrelid
     where c.oid = to_regclass($1) and c.relkind in ('r', 'p') and attnum > 0 and not attisdropped`,
    [`public.${table}`],
  );
  return rows.length === 0 ? null : new Set(rows.map(({ name }) => name));
}

/**
 * All rows of a table, page by page, in the order of their place on disk (ctid): every table has it, no two rows share one, and inside
 * the caller's repeatable-read transaction none moves.
 */
export async function* readPages(
  client: pg.ClientBase,
  table: string,
): AsyncGenerator<Record<string, unknown>[]> {
  for (let place = '(0,0)'; ; ) {
    const { rows } = await client.query<{ place: string; row: Record<string, unknown> }>(
      `select ctid::text as place, to_jsonb(t) as row from public.${table} t where ctid > $1::tid order by ctid limit ${PAGE}`,
      [place],
    );
    if (rows.length > 0) yield rows.map(({ row }) => row);
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    place = last.place;
  }
}
