import type { PlanKey, SavePlanRequest } from '@traffic/contract';
import type { z } from 'zod';
import type { Db } from '../../platform/database/index.ts';
import { inTransaction } from '../../platform/database/index.ts';
import { notFound, validationError } from '../../platform/errors.ts';
import { writeAudit } from '../access/index.ts';
import type { ReportDeps } from '../analytics/index.ts';
import { resolveTeamFilter } from '../settings/index.ts';
import { planContext } from './plan-context.ts';

/**
 * Sets a team's plan of a week, over the one before.
 * @throws AppError `not_found` for an unknown team, `validation` for a day that is no Monday or a week that is over
 */
export async function savePlan(deps: ReportDeps, actor: string, request: SavePlanRequest): Promise<void> {
  const { revenue, sales, spend } = request;
  const { week, currency } = await planContext(deps, request.week);
  mustBeMonday(request.week, week.start);
  // A plan written after the week is no plan.
  if (week.state === 'past') throw validationError('Эта неделя уже закончилась: план на неё не поставить');
  const now = deps.clock.now();
  await inTransaction(deps.db, async (trx) => {
    const team_id = await teamIdOf(trx, request.team);
    const before = await trx
      .selectFrom('weekly_plans')
      .select(['revenue', 'sales', 'spend'])
      .where('team_id', '=', team_id)
      .where('week', '=', week.start)
      .executeTakeFirst();
    const values = { revenue, sales, spend, currency, saved_by: actor, saved_at: now };
    await trx
      .insertInto('weekly_plans')
      .values({ team_id, week: week.start, ...values })
      .onConflict((conflict) => conflict.columns(['team_id', 'week']).doUpdateSet(values))
      .execute();
    const subject = `${request.team} ${week.start}`;
    await writeAudit(trx, deps.clock, {
      ...{ actor, action: 'plan.save', subject },
      ...{ before: before ?? null, after: { revenue, sales, spend } },
    });
  });
}

/**
 * Takes a team's plan of a week back.
 * @throws AppError `not_found` when there is none
 */
export async function removePlan(
  deps: ReportDeps,
  actor: string,
  { team, week }: z.infer<typeof PlanKey>,
): Promise<void> {
  await planContext(deps, week);
  await inTransaction(deps.db, async (trx) => {
    const removed = await trx
      .deleteFrom('weekly_plans')
      .where('team_id', '=', await teamIdOf(trx, team))
      .where('week', '=', week)
      .returning(['revenue', 'sales', 'spend'])
      .executeTakeFirst();
    if (removed === undefined) throw notFound('Такого плана нет');
    await writeAudit(trx, deps.clock, {
      ...{ actor, action: 'plan.remove', subject: `${team} ${week}`, before: removed, after: null },
    });
  });
}

function mustBeMonday(day: string, monday: string): void {
  if (day !== monday)
    throw validationError('week: неделя плана начинается с понедельника', [{ field: 'week' }]);
}

async function teamIdOf(db: Db, slug: string): Promise<number> {
  const filter = await resolveTeamFilter(db, slug);
  if (filter.kind !== 'team') throw notFound('Такой команды нет');
  return filter.team.id;
}
