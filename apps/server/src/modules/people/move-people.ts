import { type Kysely, sql } from 'kysely';
import type { Schema } from '../../platform/database/index.ts';

/** An origin whose facts belong to another person than before. */
export type Moved = { origin: string; from: string; to: string };

/**
 * Gives the facts of these origins to their new persons: touches, leads, deals and sales keep a person's id,
 * and that id is this module's. The first lead of everybody concerned is found again, and their leads and sales
 * are queued to be decided again.
 */
export async function moveFacts(trx: Kysely<Schema>, moved: readonly Moved[]): Promise<void> {
  if (moved.length === 0) return;
  const rows = sql`jsonb_to_recordset(${JSON.stringify(moved)}::jsonb) as m (origin text, "from" bigint, "to" bigint)`;
  const people = [...new Set(moved.flatMap(({ from, to }) => [from, to]))].sort();
  await sql`select id from people where id = any(${people}::bigint[]) order by id for update`.execute(trx);
  await sql`update person_origins o set person_id = m."to" from ${rows} where o.origin = m.origin`.execute(
    trx,
  );
  // One first lead a person at every moment: the marks go before the leads move, and come back after.
  await sql`update traffic_leads set is_first = false where person_id = any(${people}::bigint[]) and is_first`.execute(
    trx,
  );
  await sql`
    update traffic_leads l set person_id = m."to" from ${rows} where m.origin = 'lead:' || l.source_id`.execute(
    trx,
  );
  await sql`update touches t set person_id = m."to" from ${rows} where t.origin = m.origin`.execute(trx);
  const deals = sql`(select substr(origin, 6)::bigint as lead_id, "to" from ${rows} where origin ~ '^deal:[0-9]{1,18}$') d`;
  await sql`update deals x set person_id = d."to" from ${deals} where x.lead_id = d.lead_id`.execute(trx);
  await sql`update all_sales_tracking x set person_id = d."to" from ${deals} where x.lead_id = d.lead_id`.execute(
    trx,
  );
  await markFirstLeads(trx, people);
  await sql`
    insert into people_to_settle (person_id) select unnest(${people}::bigint[]) on conflict do nothing`.execute(
    trx,
  );
}

/**
 * Marks each person's earliest lead as the one that counts. In two statements: the unique index allows one
 * first lead a person at every moment.
 */
export async function markFirstLeads(trx: Kysely<Schema>, personIds: readonly string[]): Promise<void> {
  const people = sql`any(${[...new Set(personIds)]}::bigint[])`;
  await sql`update traffic_leads set is_first = false where person_id = ${people} and is_first`.execute(trx);
  await sql`
    with first as (
      select distinct on (person_id) id, person_id, created_at from traffic_leads
      where person_id = ${people} order by person_id, created_at, id
    ), marked as (
      update traffic_leads l set is_first = true from first where l.id = first.id
    )
    update people p set first_lead_at = first.created_at
    from (select asked.id, f.created_at from people asked left join first f on f.person_id = asked.id
      where asked.id = ${people}) as first
    where p.id = first.id and p.first_lead_at is distinct from first.created_at`.execute(trx);
}
