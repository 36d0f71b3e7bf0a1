import type { LeadResponse, TimelineEntry } from '@traffic/contract';
import { sql } from 'kysely';
import type { Db } from '../../platform/database/index.ts';
import { notFound } from '../../platform/errors.ts';
import { readReceipt } from '../attribution/index.ts';
import { leadRows, toLeadRow } from './lead-row.ts';

/**
 * One lead with the receipt of its team and the timeline of its person.
 * @param visibleSlug the only team whose leads, touches and sales the caller may see; undefined sees all
 * @throws AppError `not_found` also for another team's lead: its existence is not told
 */
export async function readLead(
  db: Db,
  id: string,
  options: { visibleSlug: string | undefined; masked: boolean },
): Promise<Omit<LeadResponse, 'success'>> {
  const own = options.visibleSlug;
  const teamId = own === undefined ? null : await teamOf(db, own);
  const [row] = /^\d{1,18}$/.test(id)
    ? (await leadRows(sql`select * from traffic_leads where id = ${id}`, teamId).execute(db)).rows
    : [];
  if (row === undefined || (own !== undefined && row.team?.slug !== own)) throw notFound('Такого лида нет');
  const lead = toLeadRow(row, options.masked);
  const [receipt, timeline] = await Promise.all([
    readReceipt(db, row.attribution_id, { ownOnly: own !== undefined }),
    readTimeline(db, row.person_id, teamId),
  ]);
  return { lead, receipt, timeline };
}

async function teamOf(db: Db, slug: string): Promise<number> {
  const team = await db.selectFrom('traffic_teams').select('id').where('slug', '=', slug).executeTakeFirst();
  if (team === undefined) throw notFound('Такой команды нет');
  return team.id;
}

/** Everything known of a person, oldest first; to one team only what is theirs, which touches of others are not. */
async function readTimeline(db: Db, personId: string, teamId: number | null): Promise<TimelineEntry[]> {
  const visible = teamId === null ? sql`true` : sql`team_id = ${teamId}`;
  const { rows } = await sql<Omit<TimelineEntry, 'at'> & { at: Date }>`
    with leads as (
      select l.*, w.source as form, w.email_sent_at, w.email_opened_at, w.sms_sent_at
      from traffic_leads l left join landing_leads w on l.source = 'landing' and w.id = l.source_id
      where l.person_id = ${personId} and ${visible}
    ), sales as (
      select * from all_sales_tracking where person_id = ${personId} and ${visible}
    ), entries as (
      select created_at as at, 'lead' as kind, form as title, null::bigint as sale_id, team_id, null::jsonb as utm from leads
      union all select email_sent_at, 'email_sent', null, null, null, null from leads
      union all select email_opened_at, 'email_opened', null, null, null, null from leads
      union all select sms_sent_at, 'sms_sent', null, null, null, null from leads
      union all
      select at, 'touch', origin, null, null, jsonb_build_object('utm_source', utm_source, 'utm_medium', utm_medium,
        'utm_campaign', utm_campaign, 'utm_content', utm_content, 'utm_term', utm_term)
      from touches
      where person_id = ${personId} and (${teamId === null} or origin in (select 'lead:' || source_id from leads)
        or origin in (select 'deal:' || lead_id from sales))
      union all select sale_date, 'sale', product_name, id, team_id, null from sales
      union all select reversed_at, 'reversal', product_name, id, team_id, null from sales
    )
    select e.at, e.kind, e.title, e.sale_id::text as sale_id, e.utm,
      case when t.id is not null then jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name, 'emoji', t.emoji,
        'color', t.color) end as team
    from entries e left join traffic_teams t on t.id = e.team_id
    where e.at is not null order by e.at, e.kind limit 500`.execute(db);
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
