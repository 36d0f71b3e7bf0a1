import type { LandingSyncCounts } from '@traffic/contract';
import { type Kysely, sql } from 'kysely';
import type { Db, Schema } from '../../platform/database/index.ts';

/** A lead by which a deal may still be found, or a better one. */
export type Unmatched = { id: string; phone: string | null; email: string | null; at: string };

/** What a lead is looked for by: an E.164 phone, a lower-cased e-mail, and when it came. */
export type MatchKey = { lead_id: string; phone: string | null; email: string | null; created_at: string };

/**
 * Believes the landing side's own deal ids as soon as we know the deals: no match is better than that.
 * @returns how many leads became synced by it
 */
export async function confirmOwnIds(db: Db): Promise<number> {
  const result = await sql<{ synced: string }>`
    with known as (
      select l.id, l.amocrm_lead_id, l.amocrm_synced from landing_leads l
      where l.amocrm_lead_id is not null and not exists (select from landing_matches m where m.lead_id = l.id and m.deal_id is not null)
        and exists (select from deals d where d.lead_id = l.amocrm_lead_id)
    ), matched as (
      insert into landing_matches (lead_id, deal_id, matched_by, matched_at, told)
      select id, amocrm_lead_id, 'id', now(), amocrm_synced from known order by id
      on conflict (lead_id) do update set deal_id = excluded.deal_id, matched_by = 'id', matched_at = excluded.matched_at,
        told = excluded.told
    ), marked as (
      update landing_leads l set amocrm_synced = true from known where l.id = known.id and not l.amocrm_synced returning l.id
    )
    select count(*) as synced from marked`.execute(db);
  return Number(result.rows[0]?.synced ?? 0);
}

/** Leads without a deal, or with one found by e-mail only; a page of them after `after`, in a fixed order. */
export async function unmatchedLeads(
  db: Db,
  after: { at: string; id: string } | null,
  limit: number,
): Promise<Unmatched[]> {
  const place = after ?? { at: '-infinity', id: '' };
  const result = await sql<Unmatched>`
    select l.id, l.phone, l.email, l.created_at::text as at
    from landing_leads l left join landing_matches m on m.lead_id = l.id
    where (l.created_at, l.id) > (${place.at}::timestamptz, ${place.id})
      and (m.matched_by = 'email' or (m.matched_by is null and l.amocrm_lead_id is null))
    order by l.created_at, l.id limit ${limit}`.execute(db);
  return result.rows;
}

/**
 * Finds the deals of leads in our own tables and writes down those that are better than what was known: by phone
 * before by e-mail, and of several deals of one person the one opened closest to the lead. One statement, so a
 * crash leaves no lead half matched.
 *
 * @returns how many leads became synced
 */
export async function matchLeads(
  db: Db,
  keys: MatchKey[],
  options: { pipelineIds: number[]; now: Date },
): Promise<number> {
  const result = await sql<{ synced: string }>`
    with asked as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as a
        (lead_id text, phone text, email text, created_at timestamptz)
    ), persons as (
      -- By what the deal's own contact says: a person who was joined of several says more than that.
      select a.lead_id, a.created_at, c.kind as matched_by, case c.kind when 'phone' then 0 else 1 end as place,
        substr(c.origin, 6)::bigint as deal_id
      from asked a
      join person_keys k on (k.kind, k.value) in (('phone', a.phone), ('email', a.email))
      join person_claims c on c.kind = k.kind and c.value = k.value and c.origin ~ '^deal:[0-9]{1,18}$'
    ), best as (
      select distinct on (p.lead_id) p.lead_id, d.lead_id as deal_id, p.matched_by
      from persons p
      join deals d on d.lead_id = p.deal_id and not d.deleted and d.pipeline_id = any(${options.pipelineIds}::bigint[])
      order by p.lead_id, p.place, abs(extract(epoch from d.created_at - p.created_at)), d.lead_id
    ), matched as (
      insert into landing_matches as m (lead_id, deal_id, matched_by, matched_at, told)
      select lead_id, deal_id, matched_by, ${options.now}, false from best order by lead_id
      on conflict (lead_id) do update set deal_id = excluded.deal_id, matched_by = excluded.matched_by,
        matched_at = excluded.matched_at, told = false, replaces = case when m.told then m.deal_id else m.replaces end
      where m.matched_by is null or (m.matched_by = 'email' and excluded.matched_by = 'phone')
      returning m.lead_id, m.deal_id, m.replaces
    ), marked as (
      update landing_leads l set amocrm_lead_id = m.deal_id, amocrm_synced = true
      from matched m join landing_leads before on before.id = m.lead_id
      where l.id = m.lead_id and (l.amocrm_lead_id is null or l.amocrm_lead_id = m.replaces)
      returning before.amocrm_synced as was_synced
    )
    select count(*) filter (where not was_synced) as synced from marked`.execute(db);
  return Number(result.rows[0]?.synced ?? 0);
}

/** The newest leads whose deal our tables do not have and the CRM was not asked for lately. */
export async function leadsToLookUp(
  db: Db,
  options: { askedBefore: Date; limit: number },
): Promise<Unmatched[]> {
  const result = await sql<Unmatched>`
    select l.id, l.phone, l.email, l.created_at::text as at
    from landing_leads l left join landing_matches m on m.lead_id = l.id
    where l.amocrm_lead_id is null and m.matched_by is null and (l.phone is not null or l.email is not null)
      and (m.asked_at is null or m.asked_at < ${options.askedBefore})
    order by l.created_at desc, l.id limit ${options.limit}`.execute(db);
  return result.rows;
}

/** Deals that the landing side names and we do not know, at most `limit`. */
export async function unknownDealIds(db: Db, limit: number): Promise<string[]> {
  const result = await sql<{ id: string }>`
    select distinct l.amocrm_lead_id as id from landing_leads l
    where not l.amocrm_synced and l.amocrm_lead_id is not null
      and not exists (select from deals d where d.lead_id = l.amocrm_lead_id)
    order by 1 desc limit ${limit}`.execute(db);
  return result.rows.map((row) => row.id);
}

export async function markAsked(db: Db, leadId: string, now: Date): Promise<void> {
  await db
    .insertInto('landing_matches')
    .values({ lead_id: leadId, asked_at: now })
    .onConflict((conflict) => conflict.column('lead_id').doUpdateSet({ asked_at: now }))
    .execute();
}

type Told = { lead_id: string; deal_id: string; replaces: string | null };

/** Matches that a separate Landing database does not know of yet. */
export async function untoldMatches(db: Db, limit: number): Promise<Told[]> {
  const result = await sql<Told>`
    select lead_id, deal_id, replaces from landing_matches where not told and deal_id is not null
    order by lead_id limit ${limit}`.execute(db);
  return result.rows;
}

/** Writes matches into a Landing database; a deal that it found itself meanwhile stays. */
export async function tellMatches(landing: Kysely<Schema>, matches: Told[]): Promise<void> {
  await sql`
    update landing_leads l set amocrm_lead_id = m.deal_id, amocrm_synced = true
    from jsonb_to_recordset(${JSON.stringify(matches)}::jsonb) as m (lead_id text, deal_id bigint, replaces text)
    where l.id::text = m.lead_id
      and (l.amocrm_lead_id is null or l.amocrm_lead_id::text in (m.deal_id::text, m.replaces))`.execute(
    landing,
  );
}

/** A match that became better while it was told stays to be told. */
export async function markTold(db: Db, matches: Told[]): Promise<void> {
  await sql`
    update landing_matches m set told = true
    from jsonb_to_recordset(${JSON.stringify(matches)}::jsonb) as t (lead_id text, deal_id bigint)
    where m.lead_id = t.lead_id and m.deal_id = t.deal_id`.execute(db);
}

/** How many leads there are, how many have their deal, and the state of their e-mails and SMS. */
type LandingCounts = Pick<LandingSyncCounts, 'leads' | 'email' | 'sms'> & { matched: number };

export async function countLanding(db: Db): Promise<LandingCounts> {
  const result = await sql<Record<string, number>>`
    select count(*)::int as leads, (count(*) filter (where amocrm_synced))::int as matched,
      (count(*) filter (where email_sent))::int as email_sent,
      (count(*) filter (where email_sent is not true and email_error is not null))::int as email_failed,
      (count(*) filter (where email_sent and email_opened_at is not null))::int as email_opened,
      (count(*) filter (where email_sent and email_clicked))::int as email_clicked,
      (count(*) filter (where sms_sent))::int as sms_sent,
      (count(*) filter (where sms_sent is not true and sms_error is not null))::int as sms_failed,
      (count(*) filter (where sms_sent and sms_clicked))::int as sms_clicked
    from landing_leads`.execute(db);
  const row = result.rows[0] ?? {};
  const n = (key: string) => row[key] ?? 0;
  return {
    leads: n('leads'),
    matched: n('matched'),
    email: {
      sent: n('email_sent'),
      failed: n('email_failed'),
      not_sent: n('leads') - n('email_sent') - n('email_failed'),
      opened: n('email_opened'),
      clicked: n('email_clicked'),
    },
    sms: {
      sent: n('sms_sent'),
      failed: n('sms_failed'),
      not_sent: n('leads') - n('sms_sent') - n('sms_failed'),
      clicked: n('sms_clicked'),
    },
  };
}
