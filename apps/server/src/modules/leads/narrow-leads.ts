import { UTM_FIELDS, type UtmField } from '@traffic/contract';
import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../platform/database/index.ts';
import { ofTeam, type ReportQuestion } from '../analytics/index.ts';

/** What narrows a list of first leads beside its period and team. */
export type LeadsNarrow = { bought?: string | undefined } & Partial<Record<UtmField, string | undefined>>;

const askedTags = (narrow: LeadsNarrow) => UTM_FIELDS.filter((field) => narrow[field] !== undefined);

/** The condition on rows of traffic_leads: with these tags of the credited touch, and with such a purchase. */
export function narrowLeads(narrow: LeadsNarrow): RawBuilder<unknown> {
  const conditions = askedTags(narrow).map(
    (field) => sql`coalesce(a.evidence #>> ${`{utm,${field}}`}::text[], '') = ${narrow[field]}`,
  );
  const tagged =
    conditions.length === 0
      ? sql`true`
      : sql`exists (select from attributions a where a.id = traffic_leads.attribution_id and ${sql.join(conditions, sql` and `)})`;
  return sql`${tagged} and ${haveBought(narrow.bought)}`;
}

/** By the place in the funnel, as its stages count people: who has the last product has passed the ones before. */
function haveBought(product: string | undefined): RawBuilder<unknown> {
  if (product === undefined) return sql`true`;
  const far =
    product === 'any'
      ? sql`true`
      : sql`exists (select from products mine join products asked on asked.key = ${product}
          where mine.key = s.product_key and mine.position >= asked.position)`;
  return sql`exists (select from all_sales_tracking s
    where s.person_id = traffic_leads.person_id and s.reversed_at is null and ${far})`;
}

/** How many leads the narrowed list has; null when nothing narrows it. */
export async function countLeads(
  db: Db,
  { period, team }: ReportQuestion,
  narrow: LeadsNarrow,
): Promise<number | null> {
  if (narrow.bought === undefined && askedTags(narrow).length === 0) return null;
  const { rows } = await sql<{ total: number }>`
    select count(*)::int as total from traffic_leads
    where is_first and business_day between ${period.start} and ${period.end} and ${ofTeam(team)}
      and ${narrowLeads(narrow)}`.execute(db);
  return rows[0]?.total ?? 0;
}
