import { type Basis, UTM_FIELDS } from '@traffic/contract';
import { type RawBuilder, sql } from 'kysely';
import { addDays } from '../../../platform/business-day.ts';
import type { Db } from '../../../platform/database/index.ts';
import { type DayRange, dirtyDays, inRanges } from '../exact-cells.ts';
import { type Chunk, type Kind, type PackedDay, toChunk } from './chunk.ts';
import type { ColumnStore, Held, Shelf } from './column-store.ts';

/** So many days a statement: a year that nobody asked for yet is read in pieces that block nobody for long. */
const DAYS_A_STATEMENT = 60;

const KINDS: Record<Basis, readonly { kind: Kind; basis: Basis; dirty: string }[]> = {
  cash: [
    { kind: 'cash', basis: 'cash', dirty: 'dirty_sales' },
    { kind: 'leads', basis: 'cohort', dirty: 'dirty_cohorts' },
  ],
  cohort: [
    { kind: 'cohort', basis: 'cohort', dirty: 'dirty_cohorts' },
    { kind: 'leads', basis: 'cohort', dirty: 'dirty_cohorts' },
  ],
};

type Question = { basis: Basis; period: DayRange };
type Row = PackedDay & {
  day: string;
  /** Null of a day with a mark: computed from facts, and good for this answer only. */
  version: string | null;
  /** How many days were not known, before the limit of one statement. */
  lacking: number;
};

/**
 * Exact days of leads and sales by UTM. The last statement tells the versions of all days and computes the marked ones: what is
 * taken from memory is of that version, so that the answer is of one snapshot, as if PostgreSQL had read it all.
 */
export async function loadChunks(
  db: Db,
  store: ColumnStore,
  question: Question,
): Promise<{ chunks: Chunk[]; shelf: Shelf }> {
  const shelf = store.shelf();
  const first = await readOnce(db, shelf, question);
  if (first.complete) return { chunks: first.chunks, shelf };
  await store.filling(JSON.stringify(question), () => fill(db, shelf, question));
  let { held } = first;
  for (;;) {
    const next = await readOnce(db, shelf, question, held);
    if (next.complete) return { chunks: next.chunks, shelf };
    ({ held } = next);
  }
}

async function fill(db: Db, shelf: Shelf, question: Question): Promise<void> {
  let held = new Map<string, Held>();
  for (;;) {
    const step = await readOnce(db, shelf, question, held);
    if (step.complete) return;
    held = step.held;
  }
}

/** One statement. `held` are days of an earlier one, which the store may have no room for. */
async function readOnce(db: Db, shelf: Shelf, question: Question, held = new Map<string, Held>()) {
  const known = new Map(held);
  const kinds = KINDS[question.basis];
  for (let day = question.period.start; day <= question.period.end; day = addDays(day, 1))
    for (const { kind } of kinds) {
      const found = shelf.get(kind, day);
      if (found !== undefined) known.set(`${kind} ${day}`, found);
    }
  const rows = await readDays(db, question, known);
  const marked: Chunk[] = [];
  for (const row of rows) {
    const { kind, day, version } = row;
    const chunk = row.rows === 0 ? EMPTY : toChunk(row, shelf.words);
    if (version === null) {
      known.delete(`${kind} ${day}`);
      marked.push(chunk);
    } else {
      known.set(`${kind} ${day}`, { version, chunk });
      shelf.put(kind, day, { version, chunk });
    }
  }
  const complete = rows.every((row) => row.lacking <= DAYS_A_STATEMENT);
  return { complete, held: known, chunks: [...[...known.values()].map((one) => one.chunk), ...marked] };
}

const EMPTY: Chunk = { rows: 0, team: new Int32Array(), fields: [], leads: null, sold: null };

async function readDays(db: Db, { basis, period }: Question, known: Map<string, Held>): Promise<Row[]> {
  const ranges = [period];
  const kinds = KINDS[basis];
  const entries = [...known].map(([key, { version }]) => ({ key, version }));
  const stale = kinds.map(
    (one) => sql`
      select ${sql.lit(one.kind)} as kind, ${sql.lit(one.basis)} as basis, v.date as day, v.version from utm_versions v
      where v.basis = ${sql.lit(one.basis)} and ${inRanges(sql`v.date`, ranges)}
        and v.date not in (select day from ${sql.ref(one.dirty)})
        and (${sql.lit(one.kind)} || ' ' || v.date, v.version) not in (select key, version from known)`,
  );
  const marked = kinds.map(
    (one) => sql`
      select ${sql.lit(one.kind)} as kind, d.day, null::bigint as version, 0 as lacking, count(f.date)::int as rows, ${packed(one.kind, sql`f`)}
      from ${sql.ref(one.dirty)} d left join ${sql.ref(`fresh_${one.basis}`)} f on f.date = d.day and ${ofKind(one.kind, sql`f`)}
      group by d.day`,
  );
  const stored = kinds.map(
    (one) => sql`
      select s.kind, s.day, s.version, s.lacking, p.* from stale s cross join lateral (
        select count(*)::int as rows, ${packed(one.kind, sql`t`)} from traffic_sales_stats t
        where t.basis = s.basis and t.date = s.day and ${ofKind(one.kind, sql`t`)}
      ) p where s.kind = ${sql.lit(one.kind)}`,
  );
  const { rows } = await sql<Row>`
    with ${dirtyDays(ranges)}, known as materialized (
      select key, version from unnest(${entries.map((one) => one.key)}::text[], ${entries.map((one) => one.version)}::bigint[])
        as k (key, version)
    ), stale as materialized (
      select *, count(*) over ()::int as lacking from (${sql.join(stale, sql` union all `)}) lacked
      order by day desc limit ${DAYS_A_STATEMENT}
    ), fresh_cash as materialized (
      select * from cash_utm_of(array(select day from dirty_sales))
    ), fresh_cohort as materialized (
      select * from cohort_utm_of(array(select day from dirty_cohorts))
    )
    ${sql.join([...stored, ...marked], sql` union all `)}`.execute(db);
  return rows;
}

const ofKind = (kind: Kind, table: RawBuilder<unknown>) =>
  kind === 'leads' ? sql`${table}.product_key is null` : sql`${table}.product_key is not null`;

/** The columns of a day, each one JSON array; all in the order in which the rows come. */
function packed(kind: Kind, table: RawBuilder<unknown>): RawBuilder<unknown> {
  const column = (name: string) => sql`json_agg(${table}.${sql.ref(name)})`;
  const only = (name: string, wanted: boolean) => (wanted ? column(name) : sql`null::json`);
  const sold = kind !== 'leads';
  return sql`${column('team_id')} as team, json_build_array(${sql.join(UTM_FIELDS.map(column))}) as fields,
    ${only('leads', !sold)} as leads, ${only('product_key', sold)} as product, ${only('sales_count', sold)} as sales,
    ${only('total_revenue', sold)} as kzt, ${only('total_revenue_usd', sold)} as usd,
    ${only('unknown_kzt', sold)} as unknown_kzt, ${only('unknown_usd', sold)} as unknown_usd`;
}
