import { type RawBuilder, sql } from 'kysely';
import { type Db, laterBy } from '../../platform/database/index.ts';
import type { ConversionSettings } from './settings.ts';

/** Older sales cannot be sent; what lies between this and Meta's seven days is listed as too old. */
const LOOK_BACK_DAYS = 30;
/** A transaction that took its number early may commit late: so many rows are looked at again. Writing twice is harmless. */
const OVERLAP_ROWS = 20_000;
/** At most so many rows of the history in one turn: the rest comes with the next ones. */
const ROWS_A_TURN = 200_000;
/** A hook knows the deal only: its buyer is read from the CRM seconds later, and Meta finds people by them. */
const REST = sql`interval '20 seconds'`;

/** Rows that this turn looks at: `from` < id <= `to`. */
type Span = { from: string; to: string };

/**
 * Writes into the ledger what the CRM's facts say and Meta is to be told. Safe to run at any time and by any number of
 * processes: an event is known by what happened, and is written once.
 */
export async function collectEvents(db: Db, settings: ConversionSettings, now: Date): Promise<void> {
  if (settings.since === null) return;
  // AmoCRM tells whole seconds: a sale of the second in which sending was switched on is none from before.
  const since = new Date(Math.floor(Date.parse(settings.since) / 1000) * 1000);
  if (settings.purchases) await collectPurchases(db, since, now);
  if (settings.stages.length > 0) await collectStages(db, settings.stages, since, now);
}

/** Sales of the ledger. A prepayment is no purchase yet, and a sale is one purchase however often it is corrected. */
async function collectPurchases(db: Db, since: Date, now: Date): Promise<void> {
  const { from, to } = await spanOf(db, sql.ref('all_sales_tracking'), sql.ref('sales_collected_to'));
  const first = new Date(Math.max(since.getTime(), now.getTime() - LOOK_BACK_DAYS * 86_400_000));
  await sql`
    insert into conversion_events (event_key, kind, lead_id, event_name, event_time, due_at)
    select 'purchase:' || s.lead_id, 'purchase', s.lead_id, 'Purchase', s.sale_date, greatest(${laterBy(now, 0)}, s.sale_date + ${REST})
    from all_sales_tracking s
    where s.id > ${from}::bigint and s.id <= ${to}::bigint and s.sale_date >= ${first} and s.kind = 'sale'
      and s.reversed_at is null
    on conflict (event_key) do nothing`.execute(db);
  await sql`
    update conversion_gate set sales_collected_to = greatest(sales_collected_to, ${to}::bigint)
    where sales_collected_to < ${to}::bigint`.execute(db);
}

/**
 * Deals that entered a stage. Only a move or a new deal says when: an update or a reading of a deal that stands in the
 * stage does not, and no time is made up.
 */
async function collectStages(
  db: Db,
  stages: ConversionSettings['stages'],
  since: Date,
  now: Date,
): Promise<void> {
  const { from, to } = await spanOf(db, sql.ref('deal_events'), sql.ref('collected_to'));
  await sql`
    insert into conversion_events (event_key, kind, lead_id, event_name, event_time, due_at)
    select distinct on (1) 'stage:' || e.lead_id || ':' || s.pipeline_id || ':' || s.status_id, 'stage', e.lead_id,
      s.event_name, e.at, greatest(${laterBy(now, 0)}, e.at + ${REST})
    from deal_events e
    join jsonb_to_recordset(${JSON.stringify(stages)}::jsonb) as s (pipeline_id text, status_id text, event_name text)
      on e.fact ->> 'pipelineId' = s.pipeline_id and e.fact ->> 'statusId' = s.status_id
    where e.id > ${from}::bigint and e.id <= ${to}::bigint and e.kind in ('status', 'add') and e.at >= ${since}
    order by 1, e.at
    on conflict (event_key) do nothing`.execute(db);
  await sql`
    update conversion_gate set collected_to = greatest(collected_to, ${to}::bigint)
    where collected_to < ${to}::bigint`.execute(db);
}

async function spanOf(db: Db, table: RawBuilder<unknown>, mark: RawBuilder<unknown>): Promise<Span> {
  const { rows } = await sql<Span>`
    select greatest(${mark} - ${OVERLAP_ROWS}, 0)::text as from,
      least(${mark} + ${ROWS_A_TURN}, coalesce((select max(id) from ${table}), 0))::text as to
    from conversion_gate`.execute(db);
  return rows[0] ?? { from: '0', to: '0' };
}
