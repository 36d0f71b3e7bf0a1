import type { SourceGapsResponse } from '@traffic/contract';
import { sql } from 'kysely';
import type { ResolvedPeriod } from '../../platform/business-day.ts';
import type { Db } from '../../platform/database/index.ts';

type Source = SourceGapsResponse['sources'][number];

/** How much each source gave on each business day of the period; a day that is missing gave nothing. */
export async function sourceGaps(db: Db, { start, end }: ResolvedPeriod): Promise<Source[]> {
  const { rows } = await sql<Source>`
    with facts as (
      select 'amocrm' as key, sale_day as day, count(*)::int as rows from all_sales_tracking
        where sale_day between ${start} and ${end} group by 2
      union all
      select 'meta', day, count(*)::int from ad_team_days where day between ${start} and ${end} group by 2
      union all
      select 'landing', business_day, count(*)::int from traffic_leads
        where business_day between ${start} and ${end} group by 2
      union all
      select 'rates', rate_date, count(*)::int from exchange_rates
        where rate_date between ${start} and ${end} group by 2
    ), firsts (key, place, first_day) as (values
      ('amocrm', 1, (select min(sale_day) from all_sales_tracking)),
      ('meta', 2, (select min(day) from ad_team_days)),
      ('landing', 3, (select min(business_day) from traffic_leads)),
      ('rates', 4, (select min(rate_date) from exchange_rates)))
    select f.key, f.first_day::text as first_day, coalesce((
      select jsonb_agg(jsonb_build_object('day', facts.day::text, 'rows', facts.rows) order by facts.day)
      from facts where facts.key = f.key), '[]') as days
    from firsts f order by f.place`.execute(db);
  return rows;
}
