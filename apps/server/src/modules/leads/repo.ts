import type { LandingLead as PostedLead } from '@traffic/contract';
import { type Kysely, sql } from 'kysely';
import type { Schema } from '../../platform/database/index.ts';

/** An application with its id as text: landing pages number or name them as they like. */
export type LandingLead = Omit<PostedLead, 'id'> & { id: string };

/** Stores applications as they came; returns the ids that were not known before. */
export async function insertLandingLeads(trx: Kysely<Schema>, leads: LandingLead[]): Promise<Set<string>> {
  const result = await sql<{ id: string }>`
    insert into landing_leads (id, email, name, phone, utm_source, utm_medium, utm_campaign, utm_content, utm_term,
      fbclid, source, created_at, marketing_consent)
    select id, email, name, phone, utm_source, utm_medium, utm_campaign, utm_content, utm_term, fbclid, source, created_at,
      marketing_consent
    from jsonb_to_recordset(${JSON.stringify(leads)}::jsonb) as l
      (id text, email text, name text, phone text, utm_source text, utm_medium text, utm_campaign text,
       utm_content text, utm_term text, fbclid text, source text, created_at timestamptz, marketing_consent boolean)
    order by id
    on conflict (id) do nothing
    returning id`.execute(trx);
  return new Set(result.rows.map((row) => row.id));
}

/** Locks applications that are stored but not counted as leads, oldest first; another worker's are skipped. */
export async function unrecordedLeads(trx: Kysely<Schema>, limit: number): Promise<LandingLead[]> {
  const result = await sql<Omit<LandingLead, 'created_at'> & { created_at: Date }>`
    select l.id, l.email, l.name, l.phone, l.utm_source, l.utm_medium, l.utm_campaign, l.utm_content, l.utm_term,
      l.fbclid, l.source, l.created_at
    from landing_leads l
    where not exists (select from traffic_leads t where t.source = 'landing' and t.source_id = l.id)
    order by l.created_at, l.id limit ${limit} for update of l skip locked`.execute(trx);
  return result.rows.map((row) => ({ ...row, created_at: row.created_at.toISOString() }));
}

export type TrafficLead = {
  source: string;
  source_id: string;
  person_id: string;
  created_at: Date;
  business_day: string;
  team_id: number | null;
  attribution_id: string;
};

export async function insertTrafficLeads(trx: Kysely<Schema>, leads: TrafficLead[]): Promise<void> {
  await sql`
    insert into traffic_leads (source, source_id, person_id, created_at, business_day, team_id, attribution_id, is_first)
    select source, source_id, person_id, created_at, business_day, team_id, attribution_id, false
    from jsonb_to_recordset(${JSON.stringify(leads)}::jsonb) as l
      (source text, source_id text, person_id bigint, created_at timestamptz, business_day date, team_id int,
       attribution_id bigint)`.execute(trx);
}
