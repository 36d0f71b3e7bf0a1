import { type Kysely, sql } from 'kysely';
import type { Db, Schema } from '../../platform/database/index.ts';

/** The landing side's tables that the ledger is projected to. */
export const PROJECTION_TABLES = ['express_course_sales', 'main_product_sales'] as const;
export type ProjectionTable = (typeof PROJECTION_TABLES)[number];

/** Our columns of a projection and their types; the first is its key. A table there may have more, or fewer. */
export const PROJECTION_COLUMNS = {
  deal_id: 'bigint',
  pipeline_id: 'bigint',
  status_id: 'bigint',
  amount: 'numeric',
  utm_source: 'text',
  utm_medium: 'text',
  utm_campaign: 'text',
  utm_content: 'text',
  utm_term: 'text',
  sale_date: 'timestamptz',
  webhook_received_at: 'timestamptz',
  raw_data: 'jsonb',
} as const;

const projection = (table: ProjectionTable) => `
  create table if not exists ${table} (
    deal_id bigint primary key, pipeline_id bigint not null, status_id bigint not null, amount numeric,
    utm_source text, utm_medium text, utm_campaign text, utm_content text, utm_term text,
    sale_date timestamptz not null, webhook_received_at timestamptz, raw_data jsonb not null default '{}'
  )`;

/** As in migration 0001. A table that is there already is never changed: it is the landing side's. */
const DDL: Record<ProjectionTable | 'landing_leads', string> = {
  landing_leads: `
    create table if not exists landing_leads (
      id text primary key, email text, name text, phone text, utm_source text, utm_medium text, utm_campaign text,
      utm_content text, utm_term text, fbclid text, source text not null, amocrm_lead_id bigint,
      amocrm_synced boolean not null default false, email_sent boolean, email_sent_at timestamptz,
      email_opened_at timestamptz, email_clicked boolean, email_error text, sms_sent boolean,
      sms_sent_at timestamptz, sms_clicked boolean, sms_error text, created_at timestamptz not null
    )`,
  express_course_sales: projection('express_course_sales'),
  main_product_sales: projection('main_product_sales'),
};

/** Any fixed number: processes that make the tables at the same time take turns. */
const LOCK_KEY = 7_246_113_902;

/**
 * Makes the tables that a separate Landing database lacks; asks for no right to make tables when it lacks none.
 * @returns names of the tables made now
 */
export async function makeMissingTables(landing: Db): Promise<string[]> {
  const names = Object.keys(DDL) as (keyof typeof DDL)[];
  const absent = async (db: Kysely<Schema>) => {
    const { rows } = await sql<{ name: keyof typeof DDL }>`
      select name from unnest(${names}::text[]) as name where to_regclass(name) is null`.execute(db);
    return rows.map((row) => row.name);
  };
  if ((await absent(landing)).length === 0) return [];
  return landing.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${LOCK_KEY})`.execute(trx);
    const missing = await absent(trx);
    for (const name of missing) await sql.raw(DDL[name]).execute(trx);
    return missing;
  });
}

/** The columns that a table there really has. */
export async function columnsOf(landing: Db, table: string): Promise<Set<string>> {
  const { rows } = await sql<{ name: string }>`
    select attname::text as name from pg_attribute
    where attrelid = to_regclass(${table}) and attnum > 0 and not attisdropped and attgenerated = ''`.execute(
    landing,
  );
  return new Set(rows.map((row) => row.name));
}
