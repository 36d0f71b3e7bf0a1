import { type Kysely, sql } from 'kysely';
import type { Db, Schema } from '../../platform/database/index.ts';
import { columnsOf, PROJECTION_COLUMNS, PROJECTION_TABLES, type ProjectionTable } from './landing-tables.ts';
import type { Present } from './repo.ts';

type Column = keyof typeof PROJECTION_COLUMNS;
const ALL = Object.keys(PROJECTION_COLUMNS) as Column[];

/** The columns of ours that each projection there has. */
export type ProjectionShape = Record<ProjectionTable, Column[]>;

/** @throws Error when a table there has no deal_id: rows could not be told apart */
export async function readProjectionShape(landing: Db): Promise<ProjectionShape> {
  const [express, main] = await Promise.all(
    PROJECTION_TABLES.map(async (table) => {
      const there = await columnsOf(landing, table);
      if (!there.has('deal_id')) throw new Error(`${table} of the Landing database has no deal_id`);
      return ALL.filter((column) => there.has(column));
    }),
  );
  return { express_course_sales: express ?? [], main_product_sales: main ?? [] };
}

/** Makes one projection there what it is here, for these deals only, and only in our columns. */
export async function writeProjection(
  trx: Kysely<Schema>,
  table: ProjectionTable,
  columns: Column[],
  { rows, gone }: Present,
): Promise<void> {
  const names = sql.join(columns.map((column) => sql.ref(column)));
  const types = sql.join(ALL.map((column) => sql`${sql.ref(column)} ${sql.raw(PROJECTION_COLUMNS[column])}`));
  const updates = columns
    .filter((column) => column !== 'deal_id')
    .map((column) => sql`${sql.ref(column)} = excluded.${sql.ref(column)}`);
  if (rows !== '[]')
    await sql`
      insert into ${sql.table(table)} (${names})
      select ${names} from jsonb_to_recordset(${rows}::jsonb) as r (${types}) order by deal_id
      on conflict (deal_id) do update set ${sql.join(updates)}`.execute(trx);
  if (gone.length > 0)
    await sql`delete from ${sql.table(table)} where deal_id = any(${gone}::bigint[])`.execute(trx);
}
