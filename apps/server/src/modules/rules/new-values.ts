import type { NewValuesResponse } from '@traffic/contract';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Db } from '../../platform/database/index.ts';
import { fold, isMacro, matchUtm, type RuleBook } from '../attribution/index.ts';

type NewValue = z.infer<typeof NewValuesResponse>['values'][number];

const CANDIDATES = 5_000;
const SHOWN = 200;

/**
 * UTM values that came since `since` and that no rule, known ad or owned channel speaks of, most frequent
 * first, with the unreversed sales whose deal has them. Their revenue is in tenge.
 */
export async function newValues(db: Db, rules: RuleBook, since: Date, now: Date): Promise<NewValue[]> {
  const { rows } = await sql<NewValue>`
    with seen as (
      select 'utm_source' as field, lower(trim(utm_source)) as value, count(*)::int as touches, min(at) as first_seen,
        max(at) as last_seen
      from touches where at >= ${since} and trim(utm_source) <> '' group by 2
      union all
      select 'utm_campaign', lower(trim(utm_campaign)), count(*)::int, min(at), max(at)
      from touches where at >= ${since} and trim(utm_campaign) <> '' group by 2
      order by touches desc limit ${CANDIDATES}
    ), sold as (
      select 'utm_source' as field, lower(trim(utm_source)) as value, count(*)::int as sales, sum(sale_amount) as revenue
      from all_sales_tracking where sale_date >= ${since} and reversed_at is null and currency = 'KZT' group by 2
      union all
      select 'utm_campaign', lower(trim(utm_campaign)), count(*)::int, sum(sale_amount)
      from all_sales_tracking where sale_date >= ${since} and reversed_at is null and currency = 'KZT' group by 2
    )
    select seen.field, seen.value, seen.touches,
      to_char(seen.first_seen at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as first_seen,
      to_char(seen.last_seen at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as last_seen,
      coalesce(sold.sales, 0) as sales, coalesce(sold.revenue, 0)::numeric(20, 2)::text as revenue
    from seen left join sold using (field, value)
    order by seen.touches desc, seen.field, seen.value`.execute(db);
  return rows.filter((row) => isUnknown(rules, row, now)).slice(0, SHOWN);
}

function isUnknown({ compiled, adLookup }: RuleBook, { field, value }: NewValue, now: Date): boolean {
  if (isMacro(value) || compiled.ownedSources.has(fold(value))) return false;
  return adLookup(value) === null && matchUtm(compiled, { [field]: value }, now).candidates.length === 0;
}
