import { sql } from 'kysely';
import type { Db } from '../../platform/database/index.ts';
import type { EventFacts } from './judge-event.ts';
import type { ConversionSettings } from './settings.ts';

type Row = {
  id: string;
  event_key: string;
  kind: 'purchase' | 'stage';
  event_name: string;
  at: Date;
  deleted: boolean;
  custom_fields: { id: string; values: string[] }[] | null;
  emails: string[];
  phones: string[];
  fbclid: string | null;
  first_seen_at: Date | null;
  ticked: boolean | null;
  sold: boolean;
  sale_amount: string | null;
  currency: string | null;
  reversed: boolean;
};

/**
 * What is known now of the deals, persons and sales behind these events, in one statement. The click is the last one
 * before the event; it is dated by when the same click id was first seen.
 *
 * @returns by the event's id
 */
export async function loadFacts(
  db: Db,
  ids: readonly string[],
  settings: ConversionSettings,
): Promise<Map<string, EventFacts>> {
  const { rows } = await sql<Row>`
    select e.id, e.event_key, e.kind, e.event_name, coalesce(s.sale_date, e.event_time) as at,
      coalesce(d.deleted, false) as deleted, d.custom_fields,
      array_remove(array(select value from person_keys k where k.person_id = p.id and k.kind = 'email' order by value limit 5)
        || s.contact_email, null) as emails,
      array_remove(array(select value from person_keys k where k.person_id = p.id and k.kind = 'phone' order by value limit 5)
        || s.contact_phone, null) as phones,
      -- Of an erased person only that there was a click is known.
      coalesce(click.fbclid, nullif(d.fbclid, 'erased')) as fbclid,
      case when click.fbclid is null then d.created_at else
        (select min(t.at) from touches t where t.person_id = p.id and t.fbclid = click.fbclid) end as first_seen_at,
      (select w.marketing_consent from traffic_leads l join landing_leads w on l.source = 'landing' and w.id = l.source_id
        where l.person_id = p.id and w.marketing_consent is not null order by w.created_at desc, w.id desc limit 1) as ticked,
      s.id is not null as sold, s.sale_amount, s.currency, coalesce(s.reversed_at is not null, false) as reversed
    from conversion_events e
    left join deals d on d.lead_id = e.lead_id
    left join all_sales_tracking s on e.kind = 'purchase' and s.lead_id = e.lead_id and s.kind = 'sale'
    left join lateral (select coalesce(s.person_id, d.person_id) as id) p on true
    left join lateral (
      select t.fbclid from touches t where t.person_id = p.id and t.fbclid <> 'erased'
        and t.at <= coalesce(s.sale_date, e.event_time) order by t.at desc limit 1) click on true
    where e.id = any(${[...ids]}::bigint[])`.execute(db);
  return new Map(rows.map((row) => [row.id, toFacts(row, settings)]));
}

function toFacts(row: Row, settings: ConversionSettings): EventFacts {
  const field = (id: string | null) =>
    id === null ? null : ((row.custom_fields ?? []).find((one) => one.id === id)?.values ?? []);
  const click =
    row.fbclid === null || row.first_seen_at === null
      ? null
      : { fbclid: row.fbclid, firstSeenAt: row.first_seen_at };
  return {
    kind: row.kind,
    key: row.event_key,
    name: row.event_name,
    at: row.at,
    identity: {
      emails: row.emails,
      phones: row.phones,
      click,
      metaLeadId: field(settings.lead_id_field_id)?.[0] ?? null,
    },
    consentTicked: row.ticked,
    consentAnswers: field(settings.consent_field_id),
    deleted: row.deleted,
    sale: row.sold ? { amount: row.sale_amount, currency: row.currency ?? '', reversed: row.reversed } : null,
  };
}
