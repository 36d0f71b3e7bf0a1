import type { TeamChange, TeamInput, TeamRef } from '@traffic/contract';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/database/index.ts';
import { AppError, notFound } from '../../platform/errors.ts';
import { writeAudit } from '../access/index.ts';

type Deps = { db: Db; clock: Clock };
const REF = ['id', 'slug', 'name', 'emoji', 'color'] as const;

/** @throws AppError `conflict` when a team has this slug or name */
export function createTeam(
  { db, clock }: Deps,
  actor: string,
  input: z.infer<typeof TeamInput>,
): Promise<TeamRef> {
  return inTransaction(db, async (trx) => {
    const team = await trx
      .insertInto('traffic_teams')
      .values(input)
      .onConflict((conflict) => conflict.doNothing())
      .returning(REF)
      .executeTakeFirst();
    if (team === undefined) throw new AppError('conflict', 'Команда с таким именем или адресом уже есть');
    await writeAudit(trx, clock, { actor, action: 'team.create', subject: team.slug, after: input });
    return team;
  });
}

/**
 * Changes a team; its slug stays. A new name reaches the ledger's copy of it in the same transaction.
 * @throws AppError `not_found`; `conflict` when another team has the name
 */
export function changeTeam(
  { db, clock }: Deps,
  actor: string,
  slug: string,
  input: z.infer<typeof TeamChange>,
): Promise<TeamRef> {
  const change = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  return inTransaction(db, async (trx) => {
    const taken = await trx
      .selectFrom('traffic_teams')
      .select('id')
      .where('name', '=', input.name ?? '')
      .where('slug', '<>', slug)
      .executeTakeFirst();
    if (taken !== undefined) throw new AppError('conflict', 'Команда с таким именем или адресом уже есть');
    const before = await trx
      .selectFrom('traffic_teams')
      .select(['name', 'direction', 'color', 'emoji', 'utm_source', 'utm_medium', 'active'])
      .where('slug', '=', slug)
      .executeTakeFirst();
    const team = await trx
      .updateTable('traffic_teams')
      .set(change)
      .where('slug', '=', slug)
      .returning(REF)
      .executeTakeFirst();
    if (team === undefined) throw notFound('Такой команды нет');
    if (input.name !== undefined)
      await sql`
        update all_sales_tracking set targetologist = ${team.name}
        where team_id = ${team.id} and targetologist is distinct from ${team.name}`.execute(trx);
    await writeAudit(trx, clock, { actor, action: 'team.change', subject: slug, before, after: change });
    return team;
  });
}
