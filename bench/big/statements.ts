/**
 * The big data set as set-based SQL. Everything follows from row numbers by hashes: the same on every machine.
 * Parameters of all statements: $1 ad-days, $2 leads, $3 sales, $4 the last business day.
 */
export type Statement = { what: string; sql: string };

export const HISTORY_DAYS = 1095;
const AD_DAYS = 30;
const ADS_A_CAMPAIGN = 50;

/** Every statement may use all parameters; PostgreSQL wants to know the types of those it does not use. */
const given = `with given as (
    select $1::int as ad_days, $2::int as leads, $3::int as sales, $4::date as last_day, $4::date - ${HISTORY_DAYS - 1} as first_day
  )`;

const chance = (row: string, salt: number) => `pg_temp.chance(${row}, ${salt})`;

export const FUNCTIONS = `
  create function pg_temp.chance(n bigint, salt bigint) returns float8 language sql immutable as $$
    select (hashint8extended(n, salt) & 9007199254740991)::float8 / 9007199254740992
  $$`;

const TEAMS: Statement = {
  what: '12 teams, 24 ad accounts in two currencies, one of a foreign zone',
  sql: `${given}, teams as (
      insert into traffic_teams (slug, name, emoji)
      select 'team' || n, 'Team ' || n, '📊' from generate_series(5, 12) n, given returning id
    ), accounts as (
      insert into ad_accounts (account_id, name, currency, timezone_name, synced_at)
      select 'act_' || 9000 + n, 'Account ' || n, case when n % 4 = 0 then 'KZT' else 'USD' end,
        case when n = 7 then 'America/New_York' else 'Asia/Almaty' end, now() from generate_series(1, 24) n
    )
    insert into settings (key, value) select 'big_data', to_jsonb(given) from given`,
};

const RATES: Statement = {
  what: 'exchange rates',
  sql: `${given}
    insert into exchange_rates (currency, rate_date, rate, source, published_on, fetched_at)
    select 'USD', first_day + n, round((470 + 40 * sin(n / 90.0))::numeric, 2), 'nbk', first_day + n, now()
    from given, generate_series(0, ${HISTORY_DAYS}) n`,
};

const SPEND: Statement = {
  what: 'ad-days',
  sql: `${given}, ads as (
      select n, n / ${ADS_A_CAMPAIGN} as campaign, n / 5 as adset, (n / ${ADS_A_CAMPAIGN}) % 24 + 1 as account,
        first_day + floor((n / ${ADS_A_CAMPAIGN})::float8 * ${ADS_A_CAMPAIGN * AD_DAYS} / ad_days * ${HISTORY_DAYS - 2 * AD_DAYS})::int
          + floor(${chance('n', 1)} * ${AD_DAYS})::int as first_day
      from given, generate_series(0, (ad_days + ${AD_DAYS - 1}) / ${AD_DAYS} - 1) n
    ), days as (
      select a.*, a.first_day + d as day, a.n * ${AD_DAYS}::bigint + d as row from ads a, generate_series(0, ${AD_DAYS - 1}) d
    ), money as (
      select d.*, case when account % 4 = 0 then 'KZT' else 'USD' end as currency,
        (case when account % 4 = 0 then 500 else 1 end * round((0.5 + 30 * ${chance('row', 2)})::numeric, 2)) as spend
      from days d
    )
    insert into traffic_stats (account_id, ad_id, day, ad_name, adset_id, adset_name, campaign_id, campaign_name, spend,
      currency, spend_kzt, rate, rate_date, impressions, clicks, leads, purchases, team_id, basis, synced_at)
    select 'act_' || 9000 + account, 'ad' || n, day, 'Ad ' || n, 'set' || adset, 'Ad set ' || adset, 'camp' || campaign,
      'Campaign ' || campaign, spend, m.currency, case when m.currency = 'KZT' then spend else round(spend * r.rate, 2) end,
      case when m.currency = 'KZT' then 1 else r.rate end, day, 200 + floor(5000 * ${chance('row', 3)}), floor(90 * ${chance('row', 4)}),
      floor(3 * ${chance('row', 5)}), 0, case when campaign % 33 = 0 then null else (account - 1) % 12 + 1 end, 'ad_account', now()
    from money m join exchange_rates r on r.rate_date = m.day`,
};

/** Nine of ten leads are somebody's first. The touch names an ad that ran that day. */
const LEAD_ROWS = `lead_rows as (
      select n, case when n < leads * 0.9 then n else floor(${chance('n', 10)} * leads * 0.9) end::bigint + 1 as person_id,
        (n < leads * 0.9) as is_first,
        case when n < leads * 0.9 then (first_day + floor(${chance('n', 11)} * (${HISTORY_DAYS} - 1))::int)::timestamp
            + (0.3 + 0.65 * ${chance('n', 12)}) * interval '1 day'
          else last_day::timestamp + ${chance('n', 12)} * interval '12 hours' end at time zone 'Asia/Almaty' as at,
        floor(${chance('n', 13)} * 1000)::int as luck, floor(${chance('n', 14)} * ${ADS_A_CAMPAIGN})::int as ad_of_campaign
      from given, generate_series(0, leads - 1) n
    ), credited as (
      select l.*, (l.at at time zone 'Asia/Almaty')::date as day,
        greatest(0, least(ad_days / ${ADS_A_CAMPAIGN * AD_DAYS} - 1,
          floor(((l.at at time zone 'Asia/Almaty')::date - first_day - 20)::float8 / ${HISTORY_DAYS - 2 * AD_DAYS}
            * ad_days / ${ADS_A_CAMPAIGN * AD_DAYS}) + luck % 12))::int as campaign
      from lead_rows l, given
    )`;
const LEAD_TEAM = `case when luck < 80 or campaign % 33 = 0 then null else (campaign % 24) % 12 + 1 end`;
const UTM = `jsonb_build_object('utm_source', case when luck < 40 then null else (array['facebook', 'fb', 'instagram', 'ig_story', 'tg'])[luck % 5 + 1] end,
  'utm_medium', (array['cpc', 'paid', 'story'])[luck % 3 + 1], 'utm_campaign', 'camp' || campaign,
  'utm_content', 'ad' || (campaign * ${ADS_A_CAMPAIGN} + ad_of_campaign), 'utm_term', 'set' || ((campaign * ${ADS_A_CAMPAIGN} + ad_of_campaign) / 5))`;

const LEADS: Statement[] = [
  {
    what: 'people',
    sql: `${given}
      insert into people (id, name) overriding system value
      select n + 1, (array['Айгерим', 'Данияр', 'Мадина', 'Ержан', 'Алия', 'Тимур', 'Сауле', 'Арман', 'Жанна', 'Олег'])[floor(${chance('n', 20)} * 10)::int + 1]
        || ' ' || (array['Ахметова', 'Сапаров', 'Нурлан', 'Ким', 'Иванова', 'Омарова', 'Бек', 'Серик', 'Ли', 'Попов'])[floor(${chance('n', 21)} * 10)::int + 1] || ' ' || n
      from given, generate_series(0, floor(leads * 0.9)::int - 1) n`,
  },
  {
    what: 'phones and e-mails',
    sql: `${given}
      insert into person_keys (kind, value, person_id)
      select 'phone', '+7' || (7000000000 + n), n + 1 from given, generate_series(0, floor(leads * 0.9)::bigint - 1) n
      union all select 'email', 'person' || n || '@example.kz', n + 1 from given, generate_series(0, floor(leads * 0.9)::bigint - 1) n`,
  },
  {
    what: 'receipts of leads',
    sql: `${given}, ${LEAD_ROWS}
      insert into attributions (id, team_id, confidence, basis, reason, rule_version, evidence, rejected, decided_at)
        overriding system value
      select n + 1, ${LEAD_TEAM}, case when (${LEAD_TEAM}) is null then null else 'high' end,
        case when (${LEAD_TEAM}) is null then 'none' else 'ad_id' end,
        case when (${LEAD_TEAM}) is null then (array['no_rule', 'conflict', 'no_touch'])[luck % 3 + 1] end, 1,
        jsonb_build_object('origin', 'lead:big' || n, 'utm', ${UTM}), '[]', at
      from credited`,
  },
  {
    what: 'landing leads',
    sql: `${given}, ${LEAD_ROWS}
      insert into landing_leads (id, email, name, phone, utm_source, utm_medium, utm_campaign, utm_content, utm_term, source, created_at)
      select 'big' || n, 'person' || person_id - 1 || '@example.kz', p.name, '+7' || (7000000000 + person_id - 1), u ->> 'utm_source',
        u ->> 'utm_medium', u ->> 'utm_campaign', u ->> 'utm_content', u ->> 'utm_term', (array['proftest', 'express'])[luck % 2 + 1], at
      from (select *, ${UTM} as u from credited) c join people p on p.id = c.person_id`,
  },
  {
    what: 'touches',
    sql: `${given}, ${LEAD_ROWS}
      insert into touches (person_id, origin, at, utm_source, utm_medium, utm_campaign, utm_content, utm_term)
      select person_id, 'lead:big' || n, at, u ->> 'utm_source', u ->> 'utm_medium', u ->> 'utm_campaign', u ->> 'utm_content', u ->> 'utm_term'
      from (select *, ${UTM} as u from credited) c`,
  },
  {
    what: 'leads',
    sql: `${given}, ${LEAD_ROWS}
      insert into traffic_leads (source, source_id, person_id, created_at, business_day, team_id, attribution_id, is_first)
      select 'landing', 'big' || n, person_id, at, day, ${LEAD_TEAM}, n + 1, is_first from credited`,
  },
];

/** One of six buyers comes without a lead; people pay within weeks, some after months; 4 % are refunded later. */
const SALE_ROWS = `sale_rows as (
      select n, case when n % 6 = 0 then null else floor(${chance('n', 30)} * leads * 0.9)::bigint + 1 end as person_id,
        floor(${chance('n', 31)} * 1000)::int as luck, ${chance('n', 32)} as wait, ${chance('n', 33)} as hour
      from given, generate_series(0, sales - 1) n
    ), sold as (
      select s.*, l.team_id as lead_team, l.attribution_id as lead_attribution, l.created_at as lead_at,
        least(coalesce(l.business_day, first_day + floor(wait * ${HISTORY_DAYS - 1})::int)
          + case when l.id is null then 0 else floor(power(wait, 4) * 200)::int end, last_day)::timestamp
          + (0.3 + 0.6 * hour) * interval '1 day' as local_at
      from sale_rows s cross join given left join traffic_leads l on l.person_id = s.person_id and l.is_first
    ), priced as (
      select *, local_at at time zone 'Asia/Almaty' as at, local_at::date as day,
        case when luck % 20 < 3 then 'flagman' when luck % 20 < 19 then 'express' else 'other' end as product,
        case when luck % 17 = 0 then 'USD' else 'KZT' end as currency,
        case when luck < 60 then null else lead_team end as team_id
      from sold
    )`;
const AMOUNT = `case when luck % 97 = 0 then null when product = 'flagman' then 490000.00 when product = 'express' then 5000.00 else 20000.00 end
  / case when currency = 'USD' then 500 else 1 end`;

const SALES: Statement[] = [
  {
    what: 'deals',
    sql: `${given}, ${SALE_ROWS}
      insert into deals (lead_id, name, status_id, pipeline_id, price, person_id, created_at, updated_at)
      select 50000000 + n, 'Deal ' || n, 142, case product when 'express' then 10350882 when 'flagman' then 10418746 else 9430994 end,
        ${AMOUNT}, person_id, at, at from priced`,
  },
  {
    what: 'receipts of sales',
    sql: `${given}, ${SALE_ROWS}
      insert into attributions (id, team_id, confidence, basis, reason, rule_version, evidence, rejected, decided_at)
        overriding system value
      select leads + n + 1, p.team_id, case when p.team_id is null then null else 'medium' end,
        case when p.team_id is null then 'none' else 'person_touch' end,
        case when p.team_id is null then (array['no_rule', 'conflict', 'no_touch'])[luck % 3 + 1] end, 1, coalesce(a.evidence, '{}'), '[]', at
      from given, priced p left join attributions a on a.id = p.lead_attribution`,
  },
  {
    what: 'sales',
    sql: `${given}, ${SALE_ROWS}, refunded as (
        select *, case when luck % 25 = 7 then least(day + 1 + floor(hour * 60)::int, last_day) end as back from priced, given
      )
      insert into all_sales_tracking (lead_id, lead_name, contact_name, contact_phone, contact_email, product_key, product_name, pipeline_id,
        status_id, sale_amount, currency, amount_flag, targetologist, team_id, attribution_id, person_id, sale_date, sale_date_provisional,
        sale_day, reversed_at, reversal_day, reversal_reason)
      select 50000000 + n, 'Deal ' || n, w.name, '+7' || (7000000000 + coalesce(person_id - 1, 900000000 + n)), null, product, product,
        case product when 'express' then 10350882 when 'flagman' then 10418746 else 9430994 end, case when back is null then 142 else 143 end,
        ${AMOUNT}, currency, case when luck % 97 = 0 then 'unknown' end, t.name, r.team_id, leads + n + 1, r.person_id, at, false, day,
        case when back is not null then (back + time '23:00') at time zone 'Asia/Almaty' end, back, case when back is not null then 'lost' end
      from refunded r left join traffic_teams t on t.id = r.team_id left join people w on w.id = r.person_id`,
  },
  {
    what: 'first leads of people, sequences',
    sql: `${given}, dated as (
        update people p set first_lead_at = l.created_at from traffic_leads l where l.person_id = p.id and l.is_first
      )
      select setval(pg_get_serial_sequence('people', 'id'), leads), setval(pg_get_serial_sequence('attributions', 'id'), leads + sales + 1) from given`,
  },
];

export const STATEMENTS: readonly Statement[] = [TEAMS, RATES, SPEND, ...LEADS, ...SALES];
