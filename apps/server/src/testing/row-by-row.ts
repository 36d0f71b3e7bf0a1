import { loadRuleBook, recordDecisions } from '../modules/attribution/index.ts';
import { decideFacts } from '../modules/rules/decide-facts.ts';
import { loadFacts } from '../modules/rules/facts-repo.ts';
import type { Db } from '../platform/database/index.ts';

/**
 * Decides leads as a program without sets would: one select, one decision, one receipt and one update each.
 * @returns how many were decided
 */
export async function decideLeadsOneByOne(db: Db, limit: number): Promise<number> {
  const rules = await loadRuleBook(db);
  const leads = await db.selectFrom('traffic_leads').select('id').orderBy('id').limit(limit).execute();
  for (const { id } of leads) {
    const facts = await loadFacts(db, 'lead', { ids: [id] }, null);
    const [move] = await decideFacts(db, rules, facts);
    if (move === undefined) continue;
    const [receipt] = await recordDecisions(db, rules, [move.decision], new Date());
    await db
      .updateTable('traffic_leads')
      .set({ team_id: move.decision.teamId, attribution_id: receipt ?? '' })
      .where('id', '=', id)
      .execute();
  }
  return leads.length;
}
