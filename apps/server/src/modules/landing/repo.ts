import { type Kysely, sql } from 'kysely';
import type { Db, Schema } from '../../platform/database/index.ts';
import type { LandingState } from './read-landing-row.ts';

/**
 * Says that the landing tables live in another database: from the commit of this on, triggers queue every deal
 * whose projection changes. A new target gets everything that is there. Writers are waited for, so that none
 * falls between the two.
 *
 * @returns true when this target is new
 */
export function linkTo(db: Db, target: string): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    if ((await linkedTarget(trx)) === target) return false;
    await sql`lock table express_course_sales, main_product_sales in share row exclusive mode`.execute(trx);
    await sql`update landing_link set target = ${target}, read_to = null`.execute(trx);
    await trx.deleteFrom('projection_outbox').execute();
    await queueEverything(trx);
    return true;
  });
}

/** Puts every projected deal into the queue again: what the landing side changed by hand becomes right. */
export async function queueEverything(db: Kysely<Schema>): Promise<void> {
  await sql`
    insert into projection_outbox (deal_id)
    select deal_id from express_course_sales union select deal_id from main_product_sales order by deal_id`.execute(
    db,
  );
}

/** The landing tables are ours: nothing is queued any more. */
export async function unlink(db: Db): Promise<null> {
  if ((await linkedTarget(db)) !== null)
    await db.transaction().execute(async (trx) => {
      await trx.updateTable('landing_link').set({ target: null }).execute();
      await trx.deleteFrom('projection_outbox').execute();
    });
  return null;
}

async function linkedTarget(db: Kysely<Schema>): Promise<string | null> {
  const row = await db.selectFrom('landing_link').select('target').executeTakeFirstOrThrow();
  return row.target;
}

/** A change of a deal; `failures` counts how often the landing database refused it. */
export type Queued = { id: string; dealId: string; failures: number };

/** The oldest changes that are due, not more than `limit`. */
export async function queuedProjections(db: Db, now: Date, limit: number): Promise<Queued[]> {
  const result = await sql<Queued>`
    select id, deal_id as "dealId", failures from projection_outbox
    where next_attempt_at is null or next_attempt_at <= ${now} order by id limit ${limit}`.execute(db);
  return result.rows;
}

/** A projection of some deals as it is now: its rows as JSON text, untouched by floats, and who has no row. */
export type Present = { rows: string; gone: string[] };

/** The state of these deals at one instant, by table. */
export async function presentProjections(
  db: Db,
  dealIds: string[],
): Promise<{ express_course_sales: Present; main_product_sales: Present }> {
  const rowsOf = (table: string) => sql`
    (select coalesce(jsonb_agg(to_jsonb(t)), '[]')::text from ${sql.table(table)} t where t.deal_id = any(${dealIds}::bigint[]))`;
  const goneOf = (table: string) => sql`
    array(select id::text from unnest(${dealIds}::bigint[]) as id
      where not exists (select from ${sql.table(table)} t where t.deal_id = id))`;
  const result = await sql<{ express: string; express_gone: string[]; main: string; main_gone: string[] }>`
    select ${rowsOf('express_course_sales')} as express, ${goneOf('express_course_sales')} as express_gone,
      ${rowsOf('main_product_sales')} as main, ${goneOf('main_product_sales')} as main_gone`.execute(db);
  const row = result.rows[0];
  if (row === undefined) throw new Error('a select without from answers one row');
  return {
    express_course_sales: { rows: row.express, gone: row.express_gone },
    main_product_sales: { rows: row.main, gone: row.main_gone },
  };
}

/** Takes copied changes out of the queue; one that came meanwhile stays. */
export async function dropQueued(db: Db, ids: string[]): Promise<void> {
  await sql`delete from projection_outbox where id = any(${ids}::bigint[])`.execute(db);
}

/** Whether the landing database still refuses some change. */
export async function anyRefused(db: Db): Promise<boolean> {
  const row = await db
    .selectFrom('projection_outbox')
    .select('id')
    .where('failures', '>', 0)
    .executeTakeFirst();
  return row !== undefined;
}

/** Puts a change that the landing database refuses back for later: the longer, the oftener it was refused. */
export async function postponeQueued(db: Db, ids: string[], now: Date): Promise<void> {
  await sql`
    update projection_outbox
    set failures = failures + 1,
      next_attempt_at = ${now}::timestamptz + least(3600, 5 * 2 ^ least(failures, 10)) * interval '1 second'
    where id = any(${ids}::bigint[])`.execute(db);
}

/** Where the reading of landing leads has come to, less the overlap; null before the first page. */
export async function readCursor(db: Db, overlap: string): Promise<{ at: string; id: string } | null> {
  const result = await sql<{ at: string | null }>`
    select (read_to - ${overlap}::interval)::text as at from landing_link`.execute(db);
  const at = result.rows[0]?.at ?? null;
  return at === null ? null : { at, id: '' };
}

/** The time a page came to; never moves back, and no row dated in the future moves it there. */
export async function saveCursor(db: Db, at: string, now: Date): Promise<void> {
  await sql`update landing_link set read_to = greatest(read_to, least(${at}::timestamptz, ${now}))`.execute(
    db,
  );
}

/**
 * Writes down what the landing side says became of its leads; only real changes. A deal we found ourselves stays
 * until the landing side was told of it, and a deal never becomes none.
 *
 * @returns how many changed
 */
export async function refreshStates(db: Db, states: LandingState[]): Promise<number> {
  const result = await sql`
    update landing_leads l set
      amocrm_lead_id = case when m.told is false then l.amocrm_lead_id else coalesce(s.amocrm_lead_id, l.amocrm_lead_id) end,
      amocrm_synced = l.amocrm_synced or s.amocrm_synced,
      email_sent = s.email_sent, email_sent_at = s.email_sent_at, email_opened_at = s.email_opened_at,
      email_clicked = s.email_clicked, email_error = s.email_error, sms_sent = s.sms_sent,
      sms_sent_at = s.sms_sent_at, sms_clicked = s.sms_clicked, sms_error = s.sms_error
    from jsonb_to_recordset(${JSON.stringify(states)}::jsonb) as s
      (id text, amocrm_lead_id bigint, amocrm_synced boolean, email_sent boolean, email_sent_at timestamptz,
       email_opened_at timestamptz, email_clicked boolean, email_error text, sms_sent boolean,
       sms_sent_at timestamptz, sms_clicked boolean, sms_error text)
      left join landing_matches m on m.lead_id = s.id
    where l.id = s.id and not exists (select from erased_origins e where e.origin = 'lead:' || l.id) and (
      (s.email_sent, s.email_sent_at, s.email_opened_at, s.email_clicked, s.email_error, s.sms_sent, s.sms_sent_at,
        s.sms_clicked, s.sms_error)
      is distinct from (l.email_sent, l.email_sent_at, l.email_opened_at, l.email_clicked, l.email_error, l.sms_sent,
        l.sms_sent_at, l.sms_clicked, l.sms_error)
      or (s.amocrm_synced and not l.amocrm_synced)
      or (m.told is not false and s.amocrm_lead_id is distinct from l.amocrm_lead_id and s.amocrm_lead_id is not null))`.execute(
    db,
  );
  return Number(result.numAffectedRows ?? 0);
}
