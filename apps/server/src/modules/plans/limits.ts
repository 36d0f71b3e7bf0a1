import { PlanLimits } from '@traffic/contract';
import type { Clock } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/database/index.ts';
import { writeAudit } from '../access/index.ts';

const KEY = 'plan_limits';
/** A tenth more than before, and a floor of about a hundred dollars a week; ROAS and CPA are the school's own to set. */
const INITIAL: PlanLimits = {
  growth_percent: 10,
  min_roas: null,
  max_cpa: null,
  leaderboard_min_spend: '50000',
};

/** The limits of proposals and of the leaderboard, as set last. */
export async function loadLimits(db: Db): Promise<PlanLimits> {
  const row = await db.selectFrom('settings').select('value').where('key', '=', KEY).executeTakeFirst();
  return row === undefined ? INITIAL : PlanLimits.parse(row.value);
}

/** Sets the limits for proposals to come; saved plans stay as they are. */
export function saveLimits(
  { db, clock }: { db: Db; clock: Clock },
  actor: string,
  limits: PlanLimits,
): Promise<PlanLimits> {
  return inTransaction(db, async (trx) => {
    const before = await loadLimits(trx);
    const value = JSON.stringify(limits);
    await trx
      .insertInto('settings')
      .values({ key: KEY, value, updated_at: clock.now() })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value, updated_at: clock.now() }))
      .execute();
    await writeAudit(trx, clock, { actor, action: 'plan.limits', before, after: limits });
    return limits;
  });
}
