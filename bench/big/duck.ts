import type pg from 'pg';

/** DuckDB over the same rows, or null with the reason when it is not installed. */
export type Duck = { time(sql: string): Promise<number>; close(): void };

type Connection = {
  run(sql: string): Promise<unknown>;
  runAndReadAll(sql: string): Promise<{ getRows(): unknown[] }>;
  closeSync(): void;
};
type Module = { DuckDBInstance: { create(path: string): Promise<{ connect(): Promise<Connection> }> } };

const TABLES = {
  traffic_stats: 'account_id, ad_id, day, campaign_id, spend_kzt, impressions, clicks, team_id',
  traffic_leads: 'id, source_id, person_id, business_day, team_id, is_first',
  all_sales_tracking: 'id, person_id, product_key, sale_amount, team_id, sale_day, reversal_day, reversed_at',
  landing_leads: 'id, utm_source, utm_medium',
} as const;
const BATCH = 20_000;

/**
 * Not a dependency: `npm install --no-save @duckdb/node-api` brings it for this comparison.
 */
export async function openDuck(pool: pg.Pool): Promise<Duck | null> {
  const name = '@duckdb/node-api';
  const module: Module | null = await import(name).then(
    (found: unknown) => found as Module,
    () => null,
  );
  if (module === null) return null;
  const connection = await (await module.DuckDBInstance.create(':memory:')).connect();
  for (const [table, columns] of Object.entries(TABLES)) await copy(pool, connection, table, columns);
  return {
    async time(sql) {
      const from = performance.now();
      (await connection.runAndReadAll(sql)).getRows();
      return performance.now() - from;
    },
    close: () => connection.closeSync(),
  };
}

async function copy(pool: pg.Pool, duck: Connection, table: string, columns: string): Promise<void> {
  const { rows: types } = await pool.query<{ name: string; type: string }>(
    `select attname as name, case when atttypid in ('numeric'::regtype) then 'decimal(18, 2)' else format_type(atttypid, null) end as type
     from pg_attribute where attrelid = $1::regclass and attname = any($2)`,
    [table, columns.split(', ')],
  );
  const typeOf = new Map(types.map(({ name, type }) => [name, type]));
  const definition = columns.split(', ').map((column) => `${column} ${typeOf.get(column)}`);
  await duck.run(`create table ${table} (${definition.join(', ')})`);
  const client = await pool.connect();
  await client.query('begin');
  const texts = columns.split(', ').map((column) => `quote_nullable(${column}::text)`);
  await client.query(
    `declare copied cursor for select '(' || concat_ws(', ', ${texts.join(', ')}) || ')' as line from ${table}`,
  );
  for (;;) {
    const { rows } = await client.query<{ line: string }>(`fetch ${BATCH} from copied`);
    if (rows.length === 0) break;
    await duck.run(`insert into ${table} values ${rows.map(({ line }) => line).join(', ')}`);
  }
  await client.query('commit');
  client.release();
}
