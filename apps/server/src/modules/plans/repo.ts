import type { PlanFigures } from '@traffic/contract';
import type { Db } from '../../platform/database/index.ts';
import { sumMoney } from '../../platform/money.ts';
import { planFigures } from './plan-figures.ts';

type StoredPlan = { figures: PlanFigures; savedAt: Date };

/** The plans of a week, by team. */
export async function plansOf(db: Db, week: string): Promise<Map<number, StoredPlan>> {
  const rows = await db
    .selectFrom('weekly_plans')
    .select(['team_id', 'revenue', 'sales', 'spend', 'saved_at'])
    .where('week', '=', week)
    .execute();
  return new Map(
    rows.map(({ team_id, saved_at, sales, ...money }) => {
      const [revenue, spend] = [sumMoney([money.revenue]), sumMoney([money.spend])];
      return [team_id, { figures: planFigures({ revenue, sales, spend }), savedAt: saved_at }];
    }),
  );
}
