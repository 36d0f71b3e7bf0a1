import { sql } from 'kysely';
import type { Db } from '../platform/database/index.ts';

/** How many facts; about four in five sales belong to a person with a lead. */
export type HistorySize = { sales: number; leads: number; adDays: number };

const SOURCES = [
  'fb_kenesary',
  'facebook',
  'fb_muha',
  'email',
  'facebook',
  'google',
  'instagram',
  '',
  'fb_traf4',
  '{{x}}',
];
const CAMPAIGNS = [
  'kenji | proftest',
  'fbarystan | test',
  'muha 03.11',
  'proftest lal 2',
  'webinar_x',
  'запуск осень',
  'pb_agency kz',
  'alex 3-1',
  'ar_almaty',
  'kz_new_1',
  'residence',
  'tripwire 1day',
  '',
];

/**
 * An academy's history made by the database itself, in a few statements: people, leads with their touches,
 * won deals with their sales, ad spend of 90 days. Every fact stands on one receipt that says nothing; the
 * first re-derivation gives them all their own.
 */
export async function makeHistory(db: Db, size: HistorySize): Promise<void> {
  await sql`
    insert into attributions (basis, reason, rule_version, evidence, rejected, decided_at)
    values ('none', 'no_touch', 1, '{}', '[]', now())`.execute(db);
  await makeLeads(db, size);
  await makeSales(db, size);
  await makeSpend(db, size);
  await sql`analyze`.execute(db);
}

const pick = (values: string[], by: number) =>
  sql`nullif((${values}::text[])[1 + (i * ${by}::bigint / 7) % ${values.length}::int], '')`;
const AT = sql`timestamptz '2026-01-01 00:00:00Z' + (i * 7919 % 25000000) * interval '1 second'`;
const RECEIPT = sql`(select max(id) from attributions)`;

async function makeLeads(db: Db, { leads }: HistorySize): Promise<void> {
  await sql`
    insert into people (id, name) overriding system value select i, 'Клиент ' || i from generate_series(1, ${leads}::int) i`.execute(
    db,
  );
  await sql`select setval(pg_get_serial_sequence('people', 'id'), greatest(${leads}::int, 1))`.execute(db);
  await sql`
    insert into touches (person_id, origin, at, utm_source, utm_campaign, utm_content, landing_source)
    select i, 'lead:h' || i, ${AT}, ${pick(SOURCES, 7)}, ${pick(CAMPAIGNS, 11)},
      case when i % 17 = 0 then '1202' || (i % 500) end, 'proftest'
    from generate_series(1::bigint, ${leads}::bigint) i`.execute(db);
  await sql`
    insert into traffic_leads (source, source_id, person_id, created_at, business_day, attribution_id, is_first)
    select 'landing', 'h' || i, i, ${AT}, (${AT})::date, ${RECEIPT}, true
    from generate_series(1::bigint, ${leads}::bigint) i`.execute(db);
}

async function makeSales(db: Db, { sales, leads }: HistorySize): Promise<void> {
  const person = sql`case when i % 5 <> 0 and i <= ${leads}::bigint then i end`;
  await sql`
    insert into deals (lead_id, name, status_id, pipeline_id, price, utm_source, utm_campaign, person_id, created_at, updated_at)
    select i, 'Сделка ' || i, 142, 10350882, 5000,
      case when i % 3 = 0 then ${pick(SOURCES, 13)} end, case when i % 3 = 0 then ${pick(CAMPAIGNS, 5)} end,
      ${person}, ${AT} + interval '10 days', now()
    from generate_series(1::bigint, ${sales}::bigint) i`.execute(db);
  await sql`
    insert into all_sales_tracking (lead_id, product_key, product_name, pipeline_id, status_id, sale_amount, amount_flag,
      currency, utm_source, utm_campaign, attribution_id, person_id, sale_date, sale_date_provisional, sale_day)
    select i, case when i % 4 = 0 then 'flagman' else 'express' end, 'Курс', 10350882, 142,
      case when i % 50 = 0 then null when i % 4 = 0 then 490000 + i % 7 else 5000 end,
      case when i % 50 = 0 then 'unknown' end, 'KZT', d.utm_source, d.utm_campaign, ${RECEIPT}, d.person_id,
      (${AT}) + interval '20 days', false, ((${AT}) + interval '20 days')::date
    from generate_series(1::bigint, ${sales}::bigint) i join deals d on d.lead_id = i`.execute(db);
}

/** 90 days of `adDays / 90` ads in the accounts that the preset binds to teams, and in one bound to nobody. */
async function makeSpend(db: Db, { adDays }: HistorySize): Promise<void> {
  await sql`insert into ad_accounts (account_id, timezone_name) values ('act_77', 'Asia/Almaty')`.execute(db);
  await sql`
    insert into traffic_stats (account_id, ad_id, day, ad_name, campaign_id, campaign_name, spend, currency, spend_kzt,
      rate, rate_date, impressions, clicks, team_id, basis, synced_at)
    select case when i % 3 = 0 then (select min(account_id) from ad_account_teams) else 'act_77' end,
      '1202' || i, date '2026-06-01' + day, 'video ' || i % 40, 'c' || i % 60, ${pick(CAMPAIGNS, 11)}, 1 + i % 9, 'USD',
      500 + i % 9, 500, date '2026-06-01' + day, 100, 3, null, 'no_rule', now()
    from generate_series(1::bigint, ${Math.ceil(adDays / 90)}::bigint) i, generate_series(0, 89) day`.execute(
    db,
  );
}
