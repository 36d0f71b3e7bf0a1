import type { ProftestResponse } from '@traffic/contract';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Db } from '../../platform/database/index.ts';

type Statistics = Pick<z.infer<typeof ProftestResponse>, 'total' | 'sources' | 'teams'>;

/** Landing pages call their test forms `proftest`, `proftest-2`, `ProfTest_kz`... */
const PROFTEST = 'proftest%';

/** Leads that came from the ProfTest forms on these business days, and what became of them. */
export async function proftestStatistics(
  db: Db,
  { start, end }: { start: string; end: string },
): Promise<Statistics> {
  const leads = sql`(
    select l.person_id, l.team_id, l.created_at, lower(x.source) as source from traffic_leads l
    join landing_leads x on x.id = l.source_id
    where l.business_day between ${start} and ${end} and lower(x.source) like ${PROFTEST}) f`;
  const counts = sql`count(*)::int as leads, count(distinct f.person_id)::int as persons`;
  const [total, sources, teams] = await Promise.all([
    sql<Statistics['total']>`
      with first as (select person_id, min(created_at) as at from ${leads} group by 1),
      bought as (
        select s.person_id, s.sale_amount, s.currency from all_sales_tracking s join first on first.person_id = s.person_id
        where s.reversed_at is null and s.sale_date > first.at)
      select ${counts}, (select count(distinct person_id)::int from bought) as buyers,
        (select coalesce(sum(sale_amount) filter (where currency = 'KZT'), 0)::numeric(20, 2)::text from bought) as revenue
      from ${leads}`.execute(db),
    sql<Statistics['sources'][number]>`
      select f.source, ${counts} from ${leads} group by 1 order by leads desc, 1`.execute(db),
    sql<Statistics['teams'][number]>`
      select case when t.id is not null then jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name,
        'emoji', t.emoji, 'color', t.color) end as team, ${counts}
      from ${leads} left join traffic_teams t on t.id = f.team_id group by t.id order by t.id nulls last`.execute(
      db,
    ),
  ]);
  return {
    total: total.rows[0] ?? { leads: 0, persons: 0, buyers: 0, revenue: '0.00' },
    sources: sources.rows,
    teams: teams.rows,
  };
}
