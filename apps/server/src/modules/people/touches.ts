import { type Kysely, sql } from 'kysely';
import type { Schema } from '../../platform/database/index.ts';

/** A dated marketing contact, kept whole: a later visit with only utm_source has no old campaign. */
export type PersonTouch = {
  personId: string;
  /** Where it came from and its identity there, such as `lead:abc` or `deal:123`; a repeat replaces it. */
  origin: string;
  at: Date;
  utm_source: string | null;
  utm_medium: string | null;
  utm_campaign: string | null;
  utm_content: string | null;
  utm_term: string | null;
  fbclid: string | null;
  /** The landing page's own source key. */
  landing_source?: string | null;
};

export async function recordTouches(trx: Kysely<Schema>, touches: PersonTouch[]): Promise<void> {
  if (touches.length === 0) return;
  const rows = touches.map(({ personId, ...touch }) => ({ ...touch, person_id: personId }));
  await sql`
    insert into touches (person_id, origin, at, utm_source, utm_medium, utm_campaign, utm_content, utm_term, fbclid,
      landing_source)
    select t.person_id, t.origin, t.at, t.utm_source, t.utm_medium, t.utm_campaign, t.utm_content, t.utm_term, t.fbclid,
      t.landing_source
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t
      (person_id bigint, origin text, at timestamptz, utm_source text, utm_medium text, utm_campaign text,
       utm_content text, utm_term text, fbclid text, landing_source text)
    on conflict (origin) do update set
      person_id = excluded.person_id, at = excluded.at, utm_source = excluded.utm_source,
      utm_medium = excluded.utm_medium, utm_campaign = excluded.utm_campaign,
      utm_content = excluded.utm_content, utm_term = excluded.utm_term, fbclid = excluded.fbclid,
      landing_source = excluded.landing_source
  `.execute(trx);
}

/** All touches of these people, oldest first, by person id. */
export async function touchesOf(
  trx: Kysely<Schema>,
  personIds: string[],
): Promise<Map<string, PersonTouch[]>> {
  const byPerson = new Map<string, PersonTouch[]>();
  if (personIds.length === 0) return byPerson;
  const { rows } = await sql<PersonTouch>`
    select person_id as "personId", origin, at, utm_source, utm_medium, utm_campaign, utm_content, utm_term, fbclid,
      landing_source
    from touches where person_id = any(${[...new Set(personIds)]}::bigint[]) order by at, id`.execute(trx);
  for (const row of rows) {
    const list = byPerson.get(row.personId);
    if (list) list.push(row);
    else byPerson.set(row.personId, [row]);
  }
  return byPerson;
}
