-- The receipt is looked up for sales without a team only: its reason is all that is read of it. On a day of 20,000 sales
-- the other lookups were more than half of the time.
create or replace function cash_funnel_of(days date[], until timestamptz default 'infinity') returns setof funnel_analytics language plpgsql stable as $$
begin
  return query
    select 'cash', e.day, e.team_id, e.product_key, a.reason, 0, 0,
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
    left join attributions a on a.id = case when e.team_id is null then e.attribution_id end
    group by 2, 3, 4, 5;
end
$$;
