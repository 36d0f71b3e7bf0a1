import { UTM_FIELDS, type UtmField } from '@traffic/contract';
import { type RawBuilder, sql } from 'kysely';
import type { ReportQuestion } from '../analytics/index.ts';

/** What narrows a list of sales beside its period and team. */
export type SalesNarrow = {
  rows?: 'made' | 'counted';
  product?: string | undefined;
} & Partial<Record<UtmField, string | undefined>>;

/** Whether the list is another than that of all sales made in the period. */
export const isNarrowed = ({ rows, product, ...tags }: SalesNarrow): boolean =>
  rows === 'counted' || product !== undefined || UTM_FIELDS.some((field) => tags[field] !== undefined);

/** The condition on ledger rows `s`: those of the period by what is asked, of the product, with the tags. */
export function narrowSales(
  { period, basis }: Pick<ReportQuestion, 'period' | 'basis'>,
  narrow: SalesNarrow,
): RawBuilder<boolean> {
  const { start, end } = period;
  const within = (column: RawBuilder<unknown>) => sql`${column} between ${start}::date and ${end}::date`;
  const made = within(sql`s.sale_day`);
  const reversed = sql`(s.reversal_day is not null and ${within(sql`s.reversal_day`)})`;
  const days =
    narrow.rows !== 'counted'
      ? made
      : basis === 'cash'
        ? // Made and reversed within the period adds up to nothing: neither is a row.
          sql`(${made} and not ${reversed} or ${reversed} and not (${made}))`
        : sql`s.reversed_at is null and exists (select from traffic_leads c
            where c.is_first and c.person_id = s.person_id and ${within(sql`c.business_day`)})`;
  const product = narrow.product === undefined ? sql`true` : sql`s.product_key = ${narrow.product}`;
  return sql<boolean>`(${days}) and ${product} and ${ofTags(narrow)}`;
}

/** By the touch that was credited; by the deal's own tags when none was. */
function ofTags(narrow: SalesNarrow): RawBuilder<unknown> {
  const asked = UTM_FIELDS.filter((field) => narrow[field] !== undefined);
  if (asked.length === 0) return sql`true`;
  const conditions = asked.map((field) => {
    const touch = sql`a.evidence #>> ${`{utm,${field}}`}::text[]`;
    const value = sql`case when a.evidence -> 'utm' is null then ${sql.ref(`s.${field}`)} else ${touch} end`;
    return sql`coalesce(${value}, '') = ${narrow[field]}`;
  });
  return sql`exists (select from attributions a where a.id = s.attribution_id and ${sql.join(conditions, sql` and `)})`;
}
