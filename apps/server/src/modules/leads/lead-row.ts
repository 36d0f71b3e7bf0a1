import type { LeadRow, TeamRef } from '@traffic/contract';
import { type RawBuilder, sql } from 'kysely';
import { maskName, maskPhone } from '../sales/index.ts';

/** A lead with its form, its team and what its person bought; columns as they arrive. */
export type StoredLead = Omit<LeadRow, 'created_at'> & {
  created_at: Date;
  /** The exact instant in microseconds: two leads of one millisecond stay apart in the cursor. */
  at_us: string;
  attribution_id: string;
};

/**
 * Leads as rows of a list. `$picked` are rows of traffic_leads, few of them: the rest is joined one by one.
 * @param teamId the only team whose sales count; null counts all
 */
export function leadRows(picked: RawBuilder<unknown>, teamId: number | null): RawBuilder<StoredLead> {
  const visible = teamId === null ? sql`true` : sql`s.team_id = ${teamId}`;
  return sql<StoredLead>`
    select l.id, l.person_id, l.source, l.created_at, (extract(epoch from l.created_at) * 1000000)::bigint::text as at_us,
      l.business_day, coalesce(w.name, p.name) as name, w.phone, w.email, w.source as form, l.attribution_id,
      case when t.id is not null then jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name, 'emoji', t.emoji,
        'color', t.color) end as team,
      coalesce(w.utm_source, a.evidence #>> '{utm,utm_source}') as utm_source,
      coalesce(w.utm_campaign, a.evidence #>> '{utm,utm_campaign}') as utm_campaign, w.amocrm_lead_id::text as deal_id,
      case when w.email_opened_at is not null then 'opened' when w.email_sent_at is not null then 'sent' end as email_state,
      case when w.sms_sent_at is not null then 'sent' end as sms_state,
      (select count(*) from all_sales_tracking s
       where s.person_id = l.person_id and s.reversed_at is null and ${visible})::int as sales
    from (${picked}) l
    join people p on p.id = l.person_id
    join attributions a on a.id = l.attribution_id
    left join traffic_teams t on t.id = l.team_id
    left join landing_leads w on l.source = 'landing' and w.id = l.source_id
    order by l.created_at desc, l.id desc`;
}

/** @param masked hides personal data: everyone but the admin sees it masked */
export function toLeadRow(lead: StoredLead, masked: boolean): LeadRow {
  const { at_us: _at, attribution_id: _receipt, ...row } = lead;
  return {
    ...row,
    created_at: lead.created_at.toISOString(),
    name: masked ? maskName(lead.name) : lead.name,
    phone: masked ? maskPhone(lead.phone) : lead.phone,
    email: masked ? maskEmail(lead.email) : lead.email,
    team: lead.team as TeamRef | null,
  };
}

/** "aigerim@mail.kz" -> "a•••@mail.kz" */
function maskEmail(email: string | null): string | null {
  if (email === null) return null;
  const [name = '', domain = ''] = email.split('@');
  return `${name.slice(0, 1)}•••@${domain}`;
}
