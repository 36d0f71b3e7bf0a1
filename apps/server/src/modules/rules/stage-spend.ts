import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../platform/database/index.ts';
import type { RuleBook } from '../attribution/index.ts';
import { movedAdDays } from '../spend/index.ts';
import type { Run } from './run.ts';

/**
 * Decides all ad spend by these rules and stages the days that move.
 *
 * @param written only the days it says; all when absent
 */
export async function stageSpend(
  db: Db,
  run: Run,
  rules: Pick<RuleBook, 'compiled'>,
  written: RawBuilder<boolean> = sql<boolean>`true`,
): Promise<void> {
  const moved = await movedAdDays(db, rules, written);
  await sql`
    delete from rule_spend_moves m using traffic_stats s
    where m.run_id = ${run.id} and s.account_id = m.account_id and s.ad_id = m.ad_id and s.day = m.day
      and ${written}`.execute(db);
  await sql`
    insert into rule_spend_moves (run_id, account_id, ad_id, day, from_team_id, from_basis, to_team_id, to_basis)
    select ${run.id}::bigint, m.* from ${moved} as m`.execute(db);
}

/** `traffic_stats` with the teams that the run gives: where ads are known from under its rules. */
export function spendUnder(run: Pick<Run, 'id'>): RawBuilder<unknown> {
  return sql`(
    select s.ad_id, s.ad_name, s.adset_id, s.adset_name, s.campaign_id, s.campaign_name, s.day,
      case when m.run_id is null then s.team_id else m.to_team_id end as team_id
    from traffic_stats s left join rule_spend_moves m
      on m.run_id = ${run.id} and m.account_id = s.account_id and m.ad_id = s.ad_id and m.day = s.day)`;
}
