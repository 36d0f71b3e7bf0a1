-- Whole months of what has thousands of cells a day: a year of campaigns and of UTM cells is read from eleven months and the
-- days at its edges. Made from the roll-ups by day, in the same transaction; a month with a marked day is read by days.
create table campaign_months (
  month            date not null,
  account_id       text not null,
  campaign_id      text,
  team_id          integer,
  -- The last day of spend, and the name it had then, behind its day: the greatest of these is the newest name.
  last_day         date not null,
  dated_name       text not null,
  spend_kzt        numeric not null,
  spend_usd        numeric not null,
  converted_kzt    integer not null,
  converted_usd    integer not null,
  unconverted_kzt  integer not null,
  unconverted_usd  integer not null,
  impressions      bigint not null,
  clicks           bigint not null,
  unique nulls not distinct (month, account_id, campaign_id, team_id)
);

create table utm_months (
  basis              text not null,
  month              date not null,
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
create index utm_months_month on utm_months (grain, basis, month);

-- From campaign_days, current for these months.
create function campaign_months_of(months date[]) returns setof campaign_months language plpgsql stable as $$
begin
  return query
    select m.month, d.account_id, d.campaign_id, d.team_id, max(d.day), max(d.day::text || coalesce(d.campaign_name, '')),
      sum(d.spend_kzt)::numeric(20, 2), sum(d.spend_usd)::numeric(20, 2), sum(d.converted_kzt)::int, sum(d.converted_usd)::int,
      sum(d.unconverted_kzt)::int, sum(d.unconverted_usd)::int, sum(d.impressions)::bigint, sum(d.clicks)::bigint
    from unnest(months) as m (month)
    join campaign_days d on d.day >= m.month and d.day < (m.month + interval '1 month')::date
    group by 1, 2, 3, 4;
end
$$;

-- From utm_days, current for these months.
create function utm_months_of(asked_basis text, months date[]) returns setof utm_months language plpgsql stable as $$
begin
  return query
    select d.basis, m.month, d.team_id, d.product_key, d.grain, d.utm_source, d.utm_medium, d.utm_campaign, sum(d.leads)::int,
      sum(d.sales_count)::int, sum(d.total_revenue)::numeric(20, 2), sum(d.total_revenue_usd)::numeric(20, 2),
      sum(d.unknown_kzt)::int, sum(d.unknown_usd)::int
    from unnest(months) as m (month)
    join utm_days d on d.grain in ('source', 'campaign') and d.basis = asked_basis
      and d.date >= m.month and d.date < (m.month + interval '1 month')::date
    group by 1, 2, 3, 4, 5, 6, 7, 8;
end
$$;
create function cash_utm_months_of(months date[]) returns setof utm_months language plpgsql stable as $$
begin
  return query
    select * from utm_months_of('cash', months);
end
$$;
create function cohort_utm_months_of(months date[]) returns setof utm_months language plpgsql stable as $$
begin
  return query
    select * from utm_months_of('cohort', months);
end
$$;

-- What is there already; a day with a mark is made again with its month.
insert into campaign_months
  select * from campaign_months_of(array(select distinct date_trunc('month', day)::date from campaign_days));
insert into utm_months
  select * from cash_utm_months_of(array(select distinct date_trunc('month', date)::date from utm_days where basis = 'cash'));
insert into utm_months
  select * from cohort_utm_months_of(array(select distinct date_trunc('month', date)::date from utm_days where basis = 'cohort'));
