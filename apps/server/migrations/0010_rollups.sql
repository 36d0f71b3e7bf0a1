-- Roll-ups: what reports read instead of facts. Every one is derived: the *_of functions below are their only
-- definition, used by the loop, by `npm run rebuild`, by the nightly check and by reads of days that are dirty. They are
-- plpgsql, whose plans a connection keeps: planned anew for every report they would cost more than they read.

-- Days whose facts changed and whose roll-ups are not recomputed yet. Only appended to, by triggers, in the
-- transaction of the change: no writer waits for another, and no way of writing can forget it.
--   ads     a day of spend               sales   a day of sales or reversals
--   cohort  a day of first leads         person  somebody bought: the day of their first lead, looked up when read,
--   rate    a day's exchange rate                because it may be moved by a transaction this one cannot see
create table rollup_dirty (
  id         bigint generated always as identity primary key,
  kind       text not null check (kind in ('ads', 'sales', 'cohort', 'person', 'rate')),
  day        date,
  person_id  bigint,
  check ((kind = 'person') = (day is null) and (kind = 'person') = (person_id is not null))
) with (autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0);

-- A day of a team's ads; team_id null is «Не распределено», here and below. Ad-days without a rate are counted, not summed.
create table ad_team_days (
  day              date not null,
  team_id          integer,
  spend_kzt        numeric not null,
  spend_usd        numeric not null,
  converted_kzt    integer not null,
  converted_usd    integer not null,
  unconverted_kzt  integer not null,
  unconverted_usd  integer not null,
  impressions      bigint not null,
  clicks           bigint not null,
  unique nulls not distinct (day, team_id)
);

create table campaign_days (
  day              date not null,
  account_id       text not null,
  campaign_id      text,
  team_id          integer,
  campaign_name    text,
  spend_kzt        numeric not null,
  spend_usd        numeric not null,
  converted_kzt    integer not null,
  converted_usd    integer not null,
  unconverted_kzt  integer not null,
  unconverted_usd  integer not null,
  impressions      bigint not null,
  clicks           bigint not null,
  unique nulls not distinct (day, account_id, campaign_id, team_id)
);
create index campaign_days_id on campaign_days (campaign_id, day desc);
create index campaign_days_name on campaign_days (lower(trim(campaign_name)));
create index traffic_stats_adset on traffic_stats (adset_id);

-- Day x team x stage. Stage 'lead' or a product's key. Basis 'cash': sales on their day, reversals taken back on
-- theirs (made = before that). Basis 'cohort': everything on the day of the person's first lead. Money is credited to
-- the team of the sale, people to the team of their first lead. `reached` = bought this product or a later one.
create table funnel_analytics (
  basis            text not null,
  day              date not null,
  team_id          integer,
  stage            text not null,
  -- Why sales without a team have none.
  reason           text,
  persons          integer not null,
  reached          integer not null,
  sales            integer not null,
  made             integer not null,
  revenue_kzt      numeric not null,
  revenue_usd      numeric not null,
  unknown_kzt      integer not null,
  unknown_usd      integer not null,
  -- Cohort revenue of the first 30, 90 and 180 days after the lead.
  kzt_30           numeric not null,
  kzt_90           numeric not null,
  kzt_180          numeric not null,
  usd_30           numeric not null,
  usd_90           numeric not null,
  usd_180          numeric not null,
  unique nulls not distinct (basis, day, team_id, stage, reason)
);

-- Unreversed sales of a day's first leads by how many days later they were paid; first_payers = people whose first
-- purchase this was. Negative = bought before the first lead.
create table cohort_analytics (
  day              date not null,
  team_id          integer,
  age_days         integer not null,
  first_payers     integer not null,
  sales            integer not null,
  revenue_kzt      numeric not null,
  revenue_usd      numeric not null,
  unknown_kzt      integer not null,
  unknown_usd      integer not null,
  unique nulls not distinct (day, team_id, age_days)
);

-- A day of a team in one row, from the roll-ups above: what overview and trend read.
create table team_days (
  day              date not null,
  team_id          integer,
  spend_kzt        numeric not null,
  spend_usd        numeric not null,
  converted_kzt    integer not null,
  converted_usd    integer not null,
  unconverted_kzt  integer not null,
  unconverted_usd  integer not null,
  impressions      bigint not null,
  clicks           bigint not null,
  leads            integer not null,
  express_persons  integer not null,
  flagman_persons  integer not null,
  kzt_30               numeric not null,
  kzt_90               numeric not null,
  kzt_180              numeric not null,
  usd_30               numeric not null,
  usd_90               numeric not null,
  usd_180              numeric not null,
  cash_sales           integer not null,
  cash_express         integer not null,
  cash_flagman         integer not null,
  cohort_sales         integer not null,
  cohort_express       integer not null,
  cohort_flagman       integer not null,
  cash_unknown_kzt     integer not null,
  cash_unknown_usd     integer not null,
  cohort_unknown_kzt   integer not null,
  cohort_unknown_usd   integer not null,
  cash_kzt             numeric not null,
  cash_express_kzt     numeric not null,
  cash_flagman_kzt     numeric not null,
  cash_usd             numeric not null,
  cash_express_usd     numeric not null,
  cash_flagman_usd     numeric not null,
  cohort_kzt           numeric not null,
  cohort_express_kzt   numeric not null,
  cohort_flagman_kzt   numeric not null,
  cohort_usd           numeric not null,
  cohort_express_usd   numeric not null,
  cohort_flagman_usd   numeric not null,
  unique nulls not distinct (day, team_id)
);

-- By the UTM of the touch that was credited. Leads (first ones) are in the rows of basis 'cohort' without a product.
create table traffic_sales_stats (
  basis              text not null,
  date               date not null,
  team_id            integer,
  product_key        text,
  utm_source         text,
  utm_medium         text,
  utm_campaign       text,
  utm_content        text,
  utm_term           text,
  leads              integer not null,
  sales_count        integer not null,
  total_revenue      numeric not null,
  total_revenue_usd  numeric not null,
  unknown_kzt        integer not null,
  unknown_usd        integer not null
);
create index traffic_sales_stats_day on traffic_sales_stats (basis, date, team_id);
create index traffic_sales_stats_content on traffic_sales_stats (lower(trim(utm_content)), date);
create index traffic_sales_stats_term on traffic_sales_stats (lower(trim(utm_term)), date);

-- The same by less: by source and medium, and by campaign. What a pivot of a year reads.
create table utm_days (
  basis              text not null,
  date               date not null,
  team_id            integer,
  product_key        text,
  grain              text not null check (grain in ('source', 'campaign')),
  utm_source         text,
  utm_medium         text,
  utm_campaign       text,
  leads              integer not null,
  sales_count        integer not null,
  total_revenue      numeric not null,
  total_revenue_usd  numeric not null,
  unknown_kzt        integer not null,
  unknown_usd        integer not null
);
create index utm_days_day on utm_days (grain, basis, date);

-- An amount in another money by the rate of its own day; null when it cannot be known.
create function in_kzt(amount numeric, currency text, usd_rate numeric) returns numeric language sql immutable as $$
  select case when currency = 'KZT' then amount when currency = 'USD' then round(amount * usd_rate, 2) end
$$;
create function in_usd(amount numeric, currency text, usd_rate numeric) returns numeric language sql immutable as $$
  select case when currency = 'USD' then amount when currency = 'KZT' then round(amount / usd_rate, 2) end
$$;

create view ad_day_money as
select s.*, case when s.currency = 'USD' then s.spend else round(s.spend_kzt / r.rate, 2) end as spend_usd
from traffic_stats s
left join exchange_rates r on r.currency = 'USD' and r.quote = 'KZT' and r.rate_date = s.day;

create view sale_money as
select s.*, in_kzt(s.sale_amount, s.currency, r.rate) as kzt, in_usd(s.sale_amount, s.currency, r.rate) as usd
from all_sales_tracking s
left join exchange_rates r on r.currency = 'USD' and r.quote = 'KZT' and r.rate_date = s.sale_day;

create function ad_team_days_of(days date[]) returns setof ad_team_days language plpgsql stable as $$
begin
  return query
    select day, team_id, coalesce(sum(spend_kzt), 0)::numeric(20, 2), coalesce(sum(spend_usd), 0)::numeric(20, 2),
      count(spend_kzt)::int, count(spend_usd)::int, (count(*) - count(spend_kzt))::int, (count(*) - count(spend_usd))::int,
      coalesce(sum(impressions), 0)::bigint, coalesce(sum(clicks), 0)::bigint
    from ad_day_money where day = any(days) group by day, team_id;
end
$$;

create function campaign_days_of(days date[]) returns setof campaign_days language plpgsql stable as $$
begin
  return query
    select day, account_id, campaign_id, team_id, max(campaign_name),
      coalesce(sum(spend_kzt), 0)::numeric(20, 2), coalesce(sum(spend_usd), 0)::numeric(20, 2),
      count(spend_kzt)::int, count(spend_usd)::int, (count(*) - count(spend_kzt))::int, (count(*) - count(spend_usd))::int,
      coalesce(sum(impressions), 0)::bigint, coalesce(sum(clicks), 0)::bigint
    from ad_day_money where day = any(days) group by day, account_id, campaign_id, team_id;
end
$$;

-- `until` cuts a day that is compared with one still running.
create function cash_funnel_of(days date[], until timestamptz default 'infinity') returns setof funnel_analytics language plpgsql stable as $$
begin
  return query
    select 'cash', e.day, e.team_id, e.product_key, case when e.team_id is null then a.reason end, 0, 0,
      sum(e.sign)::int, (count(*) filter (where e.sign = 1))::int,
      coalesce(sum(e.sign * e.kzt), 0)::numeric(20, 2), coalesce(sum(e.sign * e.usd), 0)::numeric(20, 2),
      coalesce(sum(e.sign) filter (where e.kzt is null), 0)::int, coalesce(sum(e.sign) filter (where e.usd is null), 0)::int,
      0::numeric, 0::numeric, 0::numeric, 0::numeric, 0::numeric, 0::numeric
    from (
      select sale_day as day, team_id, product_key, attribution_id, kzt, usd, 1 as sign
      from sale_money where sale_day = any(days) and sale_date < until
      union all
      select reversal_day, team_id, product_key, attribution_id, kzt, usd, -1
      from sale_money where reversal_day = any(days) and reversed_at < until
    ) e
    join attributions a on a.id = e.attribution_id
    group by 2, 3, 4, 5;
end
$$;

create function cohort_funnel_of(days date[], until timestamptz default 'infinity') returns setof funnel_analytics language plpgsql stable as $$
begin
  return query
    with cohort as (
      select person_id, business_day as day, team_id from traffic_leads
      where is_first and business_day = any(days) and created_at < until
    ), bought as (
      select c.day, c.team_id as lead_team, s.team_id, s.person_id, s.product_key, s.sale_day - c.day as age, s.kzt, s.usd
      from cohort c join sale_money s on s.person_id = c.person_id and s.reversed_at is null
    ), parts as (
      select day, team_id, 'lead' as stage, count(*) as persons, count(*) as reached, 0 as sales, 0 as kzt, 0 as usd,
        0 as unknown_kzt, 0 as unknown_usd, 0 as kzt_30, 0 as kzt_90, 0 as kzt_180, 0 as usd_30, 0 as usd_90, 0 as usd_180
      from cohort group by 1, 2
      union all
      select b.day, b.lead_team, p.key, count(distinct b.person_id) filter (where b.product_key = p.key),
        count(distinct b.person_id), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
      from bought b join products mine on mine.key = b.product_key join products p on p.position <= mine.position
      group by 1, 2, 3
      union all
      select day, team_id, product_key, 0, 0, count(*), coalesce(sum(kzt), 0), coalesce(sum(usd), 0),
        count(*) - count(kzt), count(*) - count(usd),
        coalesce(sum(kzt) filter (where age between 0 and 30), 0), coalesce(sum(kzt) filter (where age between 0 and 90), 0),
        coalesce(sum(kzt) filter (where age between 0 and 180), 0), coalesce(sum(usd) filter (where age between 0 and 30), 0),
        coalesce(sum(usd) filter (where age between 0 and 90), 0), coalesce(sum(usd) filter (where age between 0 and 180), 0)
      from bought group by 1, 2, 3
    )
    select 'cohort', day, team_id, stage, null::text, sum(persons)::int, sum(reached)::int, sum(sales)::int, 0,
      sum(kzt)::numeric(20, 2), sum(usd)::numeric(20, 2), sum(unknown_kzt)::int, sum(unknown_usd)::int,
      sum(kzt_30)::numeric(20, 2), sum(kzt_90)::numeric(20, 2), sum(kzt_180)::numeric(20, 2),
      sum(usd_30)::numeric(20, 2), sum(usd_90)::numeric(20, 2), sum(usd_180)::numeric(20, 2)
    from parts group by day, team_id, stage;
end
$$;

create function cohort_analytics_of(days date[]) returns setof cohort_analytics language plpgsql stable as $$
begin
  return query
    with bought as (
      select c.business_day as day, c.team_id as lead_team, s.team_id, s.sale_day - c.business_day as age_days, s.kzt, s.usd,
        row_number() over (partition by s.person_id order by s.sale_day, s.id) as nth
      from traffic_leads c join sale_money s on s.person_id = c.person_id and s.reversed_at is null
      where c.is_first and c.business_day = any(days)
    ), parts as (
      select day, lead_team as team_id, age_days, count(*) as first_payers, 0 as sales, 0 as kzt, 0 as usd,
        0 as unknown_kzt, 0 as unknown_usd
      from bought where nth = 1 group by 1, 2, 3
      union all
      select day, team_id, age_days, 0, count(*), coalesce(sum(kzt), 0), coalesce(sum(usd), 0), count(*) - count(kzt),
        count(*) - count(usd)
      from bought group by 1, 2, 3
    )
    select day, team_id, age_days, sum(first_payers)::int, sum(sales)::int, sum(kzt)::numeric(20, 2),
      sum(usd)::numeric(20, 2), sum(unknown_kzt)::int, sum(unknown_usd)::int
    from parts group by 1, 2, 3;
end
$$;

-- From roll-ups that are current for these days.
create function team_days_of(days date[]) returns setof team_days language plpgsql stable as $$
begin
  return query
    with ads as (
      select * from ad_team_days where day = any(days)
    ), funnel as (
      select * from funnel_analytics where day = any(days)
    ), stages as (
      select day, team_id,
        sum(persons) filter (where stage = 'lead') as leads,
        sum(reached) filter (where basis = 'cohort' and stage = 'express') as express_persons,
        sum(reached) filter (where basis = 'cohort' and stage = 'flagman') as flagman_persons,
        sum(kzt_30) as kzt_30,
        sum(kzt_90) as kzt_90,
        sum(kzt_180) as kzt_180,
        sum(usd_30) as usd_30,
        sum(usd_90) as usd_90,
        sum(usd_180) as usd_180,
        sum(sales) filter (where basis = 'cash') as cash_sales,
        sum(sales) filter (where basis = 'cash' and stage = 'express') as cash_express,
        sum(sales) filter (where basis = 'cash' and stage = 'flagman') as cash_flagman,
        sum(sales) filter (where basis = 'cohort') as cohort_sales,
        sum(sales) filter (where basis = 'cohort' and stage = 'express') as cohort_express,
        sum(sales) filter (where basis = 'cohort' and stage = 'flagman') as cohort_flagman,
        sum(unknown_kzt) filter (where basis = 'cash') as cash_unknown_kzt,
        sum(unknown_usd) filter (where basis = 'cash') as cash_unknown_usd,
        sum(unknown_kzt) filter (where basis = 'cohort') as cohort_unknown_kzt,
        sum(unknown_usd) filter (where basis = 'cohort') as cohort_unknown_usd,
        sum(revenue_kzt) filter (where basis = 'cash') as cash_kzt,
        sum(revenue_kzt) filter (where basis = 'cash' and stage = 'express') as cash_express_kzt,
        sum(revenue_kzt) filter (where basis = 'cash' and stage = 'flagman') as cash_flagman_kzt,
        sum(revenue_usd) filter (where basis = 'cash') as cash_usd,
        sum(revenue_usd) filter (where basis = 'cash' and stage = 'express') as cash_express_usd,
        sum(revenue_usd) filter (where basis = 'cash' and stage = 'flagman') as cash_flagman_usd,
        sum(revenue_kzt) filter (where basis = 'cohort') as cohort_kzt,
        sum(revenue_kzt) filter (where basis = 'cohort' and stage = 'express') as cohort_express_kzt,
        sum(revenue_kzt) filter (where basis = 'cohort' and stage = 'flagman') as cohort_flagman_kzt,
        sum(revenue_usd) filter (where basis = 'cohort') as cohort_usd,
        sum(revenue_usd) filter (where basis = 'cohort' and stage = 'express') as cohort_express_usd,
        sum(revenue_usd) filter (where basis = 'cohort' and stage = 'flagman') as cohort_flagman_usd
      from funnel group by day, team_id
    ), keys as (
      select day, team_id from ads union select day, team_id from stages
    )
    select k.day, k.team_id,
      coalesce(spend_kzt, 0)::numeric(20, 2),
      coalesce(spend_usd, 0)::numeric(20, 2),
      coalesce(converted_kzt, 0)::int,
      coalesce(converted_usd, 0)::int,
      coalesce(unconverted_kzt, 0)::int,
      coalesce(unconverted_usd, 0)::int,
      coalesce(impressions, 0)::bigint,
      coalesce(clicks, 0)::bigint,
      coalesce(leads, 0)::int,
      coalesce(express_persons, 0)::int,
      coalesce(flagman_persons, 0)::int,
      coalesce(kzt_30, 0)::numeric(20, 2),
      coalesce(kzt_90, 0)::numeric(20, 2),
      coalesce(kzt_180, 0)::numeric(20, 2),
      coalesce(usd_30, 0)::numeric(20, 2),
      coalesce(usd_90, 0)::numeric(20, 2),
      coalesce(usd_180, 0)::numeric(20, 2),
      coalesce(cash_sales, 0)::int,
      coalesce(cash_express, 0)::int,
      coalesce(cash_flagman, 0)::int,
      coalesce(cohort_sales, 0)::int,
      coalesce(cohort_express, 0)::int,
      coalesce(cohort_flagman, 0)::int,
      coalesce(cash_unknown_kzt, 0)::int,
      coalesce(cash_unknown_usd, 0)::int,
      coalesce(cohort_unknown_kzt, 0)::int,
      coalesce(cohort_unknown_usd, 0)::int,
      coalesce(cash_kzt, 0)::numeric(20, 2),
      coalesce(cash_express_kzt, 0)::numeric(20, 2),
      coalesce(cash_flagman_kzt, 0)::numeric(20, 2),
      coalesce(cash_usd, 0)::numeric(20, 2),
      coalesce(cash_express_usd, 0)::numeric(20, 2),
      coalesce(cash_flagman_usd, 0)::numeric(20, 2),
      coalesce(cohort_kzt, 0)::numeric(20, 2),
      coalesce(cohort_express_kzt, 0)::numeric(20, 2),
      coalesce(cohort_flagman_kzt, 0)::numeric(20, 2),
      coalesce(cohort_usd, 0)::numeric(20, 2),
      coalesce(cohort_express_usd, 0)::numeric(20, 2),
      coalesce(cohort_flagman_usd, 0)::numeric(20, 2)
    from keys k
    left join ads on ads.day = k.day and ads.team_id is not distinct from k.team_id
    left join stages on stages.day = k.day and stages.team_id is not distinct from k.team_id;
end
$$;

-- The credited touch is in the receipt; a sale assigned by hand has its own columns only.
create function cash_utm_of(days date[]) returns setof traffic_sales_stats language plpgsql stable as $$
begin
  return query
    select 'cash', e.day, e.team_id, e.product_key, u.source, u.medium, u.campaign, u.content, u.term, 0, sum(e.sign)::int,
      coalesce(sum(e.sign * e.kzt), 0)::numeric(20, 2), coalesce(sum(e.sign * e.usd), 0)::numeric(20, 2),
      coalesce(sum(e.sign) filter (where e.kzt is null), 0)::int, coalesce(sum(e.sign) filter (where e.usd is null), 0)::int
    from (
      select s.sale_day as day, 1 as sign, s.* from sale_money s where sale_day = any(days)
      union all
      select s.reversal_day, -1, s.* from sale_money s where reversal_day = any(days)
    ) e
    join attributions a on a.id = e.attribution_id
    cross join lateral (select a.evidence -> 'utm' as touch) t
    cross join lateral (select
      case when t.touch is null then e.utm_source else t.touch ->> 'utm_source' end as source,
      case when t.touch is null then e.utm_medium else t.touch ->> 'utm_medium' end as medium,
      case when t.touch is null then e.utm_campaign else t.touch ->> 'utm_campaign' end as campaign,
      case when t.touch is null then e.utm_content else t.touch ->> 'utm_content' end as content,
      case when t.touch is null then e.utm_term else t.touch ->> 'utm_term' end as term) u
    group by 2, 3, 4, 5, 6, 7, 8, 9;
end
$$;

create function cohort_utm_of(days date[]) returns setof traffic_sales_stats language plpgsql stable as $$
begin
  return query
    select 'cohort', c.business_day, s.team_id, s.product_key, u.source, u.medium, u.campaign, u.content, u.term, 0, count(*)::int,
      coalesce(sum(s.kzt), 0)::numeric(20, 2), coalesce(sum(s.usd), 0)::numeric(20, 2),
      (count(*) - count(s.kzt))::int, (count(*) - count(s.usd))::int
    from traffic_leads c join sale_money s on s.person_id = c.person_id and s.reversed_at is null
    join attributions a on a.id = s.attribution_id
    cross join lateral (select a.evidence -> 'utm' as touch) t
    cross join lateral (select
      case when t.touch is null then s.utm_source else t.touch ->> 'utm_source' end as source,
      case when t.touch is null then s.utm_medium else t.touch ->> 'utm_medium' end as medium,
      case when t.touch is null then s.utm_campaign else t.touch ->> 'utm_campaign' end as campaign,
      case when t.touch is null then s.utm_content else t.touch ->> 'utm_content' end as content,
      case when t.touch is null then s.utm_term else t.touch ->> 'utm_term' end as term) u
    where c.is_first and c.business_day = any(days)
    group by 2, 3, 4, 5, 6, 7, 8, 9
    union all
    select 'cohort', l.business_day, l.team_id, null, l.utm_source, l.utm_medium, l.utm_campaign, l.utm_content, l.utm_term,
      count(*)::int, 0, 0::numeric(20, 2), 0::numeric(20, 2), 0, 0
    from (
      select t.business_day, t.team_id, a.evidence #>> '{utm,utm_source}' as utm_source,
        a.evidence #>> '{utm,utm_medium}' as utm_medium, a.evidence #>> '{utm,utm_campaign}' as utm_campaign,
        a.evidence #>> '{utm,utm_content}' as utm_content, a.evidence #>> '{utm,utm_term}' as utm_term
      from traffic_leads t join attributions a on a.id = t.attribution_id
      where t.is_first and t.business_day = any(days)
    ) l
    group by 2, 3, 5, 6, 7, 8, 9;
end
$$;

-- From traffic_sales_stats, current for these days.
create function utm_days_of(asked_basis text, days date[]) returns setof utm_days language plpgsql stable as $$
begin
  return query
    select basis, date, team_id, product_key, 'source', utm_source, utm_medium, null::text, sum(leads)::int, sum(sales_count)::int,
      sum(total_revenue)::numeric(20, 2), sum(total_revenue_usd)::numeric(20, 2), sum(unknown_kzt)::int, sum(unknown_usd)::int
    from traffic_sales_stats where basis = asked_basis and date = any(days) group by 1, 2, 3, 4, 6, 7
    union all
    select basis, date, team_id, product_key, 'campaign', null, null, utm_campaign, sum(leads)::int, sum(sales_count)::int,
      sum(total_revenue)::numeric(20, 2), sum(total_revenue_usd)::numeric(20, 2), sum(unknown_kzt)::int, sum(unknown_usd)::int
    from traffic_sales_stats where basis = asked_basis and date = any(days) group by 1, 2, 3, 4, 8;
end
$$;
create function cash_utm_days_of(days date[]) returns setof utm_days language plpgsql stable as $$
begin
  return query
    select * from utm_days_of('cash', days);
end
$$;
create function cohort_utm_days_of(days date[]) returns setof utm_days language plpgsql stable as $$
begin
  return query
    select * from utm_days_of('cohort', days);
end
$$;

-- What the marks mean in days, as of now.
create function dirty_ad_days() returns setof date language plpgsql stable as $$
begin
  return query
    select distinct day from rollup_dirty where kind in ('ads', 'rate');
end
$$;
create function dirty_sale_days() returns setof date language plpgsql stable as $$
begin
  return query
    select day from rollup_dirty where kind in ('sales', 'rate')
    union
    select s.reversal_day from rollup_dirty d join all_sales_tracking s on s.sale_day = d.day
    where d.kind = 'rate' and s.reversal_day is not null;
end
$$;
create function dirty_cohort_days() returns setof date language plpgsql stable as $$
begin
  return query
    select day from rollup_dirty where kind = 'cohort'
    union
    select l.business_day from rollup_dirty d join traffic_leads l on l.person_id = d.person_id and l.is_first
    where d.kind = 'person'
    union
    select l.business_day from rollup_dirty d join all_sales_tracking s on s.sale_day = d.day
    join traffic_leads l on l.person_id = s.person_id and l.is_first
    where d.kind = 'rate';
end
$$;

create function dirty_days() returns setof date language plpgsql stable as $$
begin
  return query
    select dirty_ad_days() union select dirty_sale_days() union select dirty_cohort_days();
end
$$;

create function mark_ads() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    insert into rollup_dirty (kind, day) select distinct 'ads', day from old_rows;
  end if;
  if tg_op <> 'DELETE' then
    insert into rollup_dirty (kind, day) select distinct 'ads', day from new_rows;
  end if;
  return null;
end
$$;

create function mark_sales() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    -- The buyer's name or a receipt's text moves no figure.
    with moved as (
      select o.id from old_rows o join new_rows n on n.id = o.id
      where (o.team_id, o.product_key, o.sale_amount, o.currency, o.sale_date, o.sale_day, o.reversed_at, o.reversal_day,
          o.person_id, o.attribution_id, o.utm_source, o.utm_medium, o.utm_campaign, o.utm_content, o.utm_term)
        is distinct from
        (n.team_id, n.product_key, n.sale_amount, n.currency, n.sale_date, n.sale_day, n.reversed_at, n.reversal_day,
          n.person_id, n.attribution_id, n.utm_source, n.utm_medium, n.utm_campaign, n.utm_content, n.utm_term)
    ), touched as (
      select * from old_rows where id in (select id from moved)
      union all select * from new_rows where id in (select id from moved)
    )
    insert into rollup_dirty (kind, day, person_id)
    select 'sales', sale_day, null::bigint from touched
    union select 'sales', reversal_day, null from touched where reversal_day is not null
    union select 'person', null, person_id from touched where person_id is not null;
  elsif tg_op = 'INSERT' then
    insert into rollup_dirty (kind, day, person_id)
    select 'sales', sale_day, null::bigint from new_rows
    union select 'sales', reversal_day, null from new_rows where reversal_day is not null
    union select 'person', null, person_id from new_rows where person_id is not null;
  else
    insert into rollup_dirty (kind, day, person_id)
    select 'sales', sale_day, null::bigint from old_rows
    union select 'sales', reversal_day, null from old_rows where reversal_day is not null
    union select 'person', null, person_id from old_rows where person_id is not null;
  end if;
  return null;
end
$$;

create function mark_leads() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    insert into rollup_dirty (kind, day) select distinct 'cohort', business_day from old_rows where is_first;
  end if;
  if tg_op <> 'DELETE' then
    insert into rollup_dirty (kind, day) select distinct 'cohort', business_day from new_rows where is_first;
  end if;
  return null;
end
$$;

create function mark_rates() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    insert into rollup_dirty (kind, day)
    select distinct 'rate', rate_date from old_rows where currency = 'USD' and quote = 'KZT';
  end if;
  if tg_op <> 'DELETE' then
    insert into rollup_dirty (kind, day)
    select distinct 'rate', rate_date from new_rows where currency = 'USD' and quote = 'KZT';
  end if;
  return null;
end
$$;

-- Their order is the order of the funnel.
create function mark_products() returns trigger language plpgsql as $$
begin
  insert into rollup_dirty (kind, day) select distinct 'cohort', business_day from traffic_leads where is_first;
  return null;
end
$$;

create trigger rollup_insert after insert on traffic_stats
  referencing new table as new_rows for each statement execute function mark_ads();
create trigger rollup_update after update on traffic_stats
  referencing old table as old_rows new table as new_rows for each statement execute function mark_ads();
create trigger rollup_delete after delete on traffic_stats
  referencing old table as old_rows for each statement execute function mark_ads();

create trigger rollup_insert after insert on all_sales_tracking
  referencing new table as new_rows for each statement execute function mark_sales();
create trigger rollup_update after update on all_sales_tracking
  referencing old table as old_rows new table as new_rows for each statement execute function mark_sales();
create trigger rollup_delete after delete on all_sales_tracking
  referencing old table as old_rows for each statement execute function mark_sales();

create trigger rollup_insert after insert on traffic_leads
  referencing new table as new_rows for each statement execute function mark_leads();
create trigger rollup_update after update on traffic_leads
  referencing old table as old_rows new table as new_rows for each statement execute function mark_leads();
create trigger rollup_delete after delete on traffic_leads
  referencing old table as old_rows for each statement execute function mark_leads();

create trigger rollup_insert after insert on exchange_rates
  referencing new table as new_rows for each statement execute function mark_rates();
create trigger rollup_update after update on exchange_rates
  referencing old table as old_rows new table as new_rows for each statement execute function mark_rates();
create trigger rollup_delete after delete on exchange_rates
  referencing old table as old_rows for each statement execute function mark_rates();

create trigger rollup_change after insert or update or delete on products
  for each statement execute function mark_products();

-- What is there already is recomputed by the loop after the start.
insert into rollup_dirty (kind, day) select distinct 'ads', day from traffic_stats;
insert into rollup_dirty (kind, day)
  select 'sales', sale_day from all_sales_tracking
  union select 'sales', reversal_day from all_sales_tracking where reversal_day is not null;
insert into rollup_dirty (kind, day) select distinct 'cohort', business_day from traffic_leads where is_first;

-- Lists ----------------------------------------------------------------------------------------------------
create index traffic_leads_list on traffic_leads (created_at desc, id desc) where is_first;
create index traffic_leads_team_list on traffic_leads (team_id, created_at desc, id desc) where is_first;

-- The words of a name, as they are searched: case and ё aside. A prefix of each is found through the index.
create function search_words(name text) returns tsvector language sql immutable parallel safe as $$
  select array_to_tsvector(array(
    select distinct left(w, 100) from regexp_split_to_table(replace(lower(coalesce(name, '')), 'ё', 'е'), '[^[:alnum:]]+') w where w <> ''))
$$;
create index people_words on people using gin (search_words(name));
create index all_sales_words on all_sales_tracking using gin (search_words(contact_name));
create index person_keys_prefix on person_keys (value text_pattern_ops);
