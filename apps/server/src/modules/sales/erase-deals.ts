import { type Kysely, sql } from 'kysely';
import type { Schema } from '../../platform/database/index.ts';
import { erasedOrigins } from '../people/index.ts';

/** Those of these deals whose person was erased. */
export async function erasedDeals(trx: Kysely<Schema>, leadIds: readonly string[]): Promise<Set<string>> {
  const origins = await erasedOrigins(
    trx,
    leadIds.map((id) => `deal:${id}`),
  );
  return new Set([...origins].map((origin) => origin.slice('deal:'.length)));
}

/** Custom fields that are plain numbers and nothing else: what `veilFact` leaves. */
const numbersOf = (fields: ReturnType<typeof sql>) => sql`(
  select coalesce(jsonb_agg(f order by place), '[]') from jsonb_array_elements(${fields}) with ordinality as a (f, place)
  where not exists (select from jsonb_array_elements_text(f -> 'values') as v where v !~ '^\\d{1,9}([.,]\\d{1,2})?$'))`;

/**
 * Takes what names or identifies a person from their deals: the deal, its history, its rows of the ledger and of the
 * landing side's tables, and the click id of its receipts. Money, days, stages, UTM and teams stay as they are.
 *
 * @returns how many rows of each table were changed
 */
export async function eraseDeals(
  trx: Kysely<Schema>,
  leadIds: readonly string[],
): Promise<Record<string, number>> {
  if (leadIds.length === 0) return {};
  const ids = sql`any(${[...leadIds]}::bigint[])`;
  const fbclid = sql`case when fbclid is null then null else 'erased' end`;
  const deals = await sql`
    update deals set name = null, contact_ids = null, fbclid = ${fbclid},
      custom_fields = ${numbersOf(sql`custom_fields`)} where lead_id = ${ids}
      and (num_nonnulls(name, contact_ids) > 0 or fbclid <> 'erased' or custom_fields <> ${numbersOf(sql`custom_fields`)})`.execute(
    trx,
  );
  const deal_events = await sql`
    update deal_events set
      -- The key was a digest of what is gone; each row keeps one of its own.
      fact_key = sha256(convert_to('erased ' || id, 'UTF8')),
      fact = fact || jsonb_build_object('name', null, 'contactIds', null,
        'customFields', ${numbersOf(sql`fact -> 'customFields'`)},
        'utm', case when jsonb_typeof(fact -> 'utm') = 'object' and fact #>> '{utm,fbclid}' is not null
          then (fact -> 'utm') || '{"fbclid": "erased"}' else fact -> 'utm' end)
    where lead_id = ${ids} and (fact ->> 'name' is not null or jsonb_typeof(fact -> 'contactIds') = 'array'
      or fact #>> '{utm,fbclid}' is distinct from 'erased' and fact #>> '{utm,fbclid}' is not null
      or fact -> 'customFields' <> ${numbersOf(sql`fact -> 'customFields'`)})`.execute(trx);
  const all_sales_tracking = await sql`
    update all_sales_tracking set lead_name = null, contact_name = null, contact_phone = null, contact_email = null
    where lead_id = ${ids} and num_nonnulls(lead_name, contact_name, contact_phone, contact_email) > 0`.execute(
    trx,
  );
  const raw = sql`jsonb_build_object('name', null, 'custom_fields', ${numbersOf(sql`coalesce(raw_data -> 'custom_fields', '[]')`)})`;
  const express_course_sales =
    await sql`update express_course_sales set raw_data = ${raw} where deal_id = ${ids} and raw_data <> ${raw}`.execute(
      trx,
    );
  const main_product_sales =
    await sql`update main_product_sales set raw_data = ${raw} where deal_id = ${ids} and raw_data <> ${raw}`.execute(
      trx,
    );
  const counts = { deals, deal_events, all_sales_tracking, express_course_sales, main_product_sales };
  return Object.fromEntries(
    Object.entries(counts).map(([table, { numAffectedRows = 0n }]) => [table, Number(numAffectedRows)]),
  );
}
