import { sql } from 'kysely';
import type { Db } from '../../platform/database/index.ts';
import type { Run } from './run.ts';

/**
 * Stages the way back: every fact that still stands where the undone run put it goes to the receipt it had
 * before. Facts that were decided since are not among these; they are decided again by the rules of then.
 */
export async function stageUndo(db: Db, run: Run): Promise<void> {
  const { runId } = run.undone ?? {};
  if (runId === undefined) throw new Error('an undo has a run to take back');
  await db.deleteFrom('rule_moves').where('run_id', '=', run.id).execute();
  await db.deleteFrom('rule_spend_moves').where('run_id', '=', run.id).execute();
  for (const [kind, table] of [
    ['sale', 'all_sales_tracking'],
    ['lead', 'traffic_leads'],
  ] as const)
    await sql`
      insert into rule_moves (run_id, kind, fact_id, from_attribution_id, to_attribution_id, from_team_id, to_team_id,
        basis, reason)
      select ${run.id}::bigint, m.kind, m.fact_id, m.to_attribution_id, m.from_attribution_id, m.to_team_id,
        m.from_team_id, a.basis, a.reason
      from rule_moves m
      join ${sql.table(table)} f on f.id = m.fact_id and f.attribution_id = m.to_attribution_id
      join attributions a on a.id = m.from_attribution_id
      where m.run_id = ${runId} and m.kind = ${kind}`.execute(db);
  await sql`
    insert into rule_spend_moves (run_id, account_id, ad_id, day, from_team_id, from_basis, to_team_id, to_basis)
    select ${run.id}::bigint, m.account_id, m.ad_id, m.day, m.to_team_id, m.to_basis, m.from_team_id, m.from_basis
    from rule_spend_moves m
    join traffic_stats s on s.account_id = m.account_id and s.ad_id = m.ad_id and s.day = m.day
      and (s.team_id, s.basis) is not distinct from (m.to_team_id, m.to_basis)
    where m.run_id = ${runId}`.execute(db);
}
