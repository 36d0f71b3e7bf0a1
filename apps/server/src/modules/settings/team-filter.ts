import type { TeamRef } from '@traffic/contract';
import type { Db } from '../../platform/database/index.ts';
import { notFound } from '../../platform/errors.ts';

/** Whose figures are asked: everybody's, one team's, or those without a team. */
export type TeamFilter = { kind: 'all' } | { kind: 'team'; team: TeamRef } | { kind: 'unattributed' };

/** The slug of «Не распределено» in addresses. */
const UNATTRIBUTED_SLUG = 'unattributed';

/** @throws AppError `not_found` when no team has this slug */
export async function resolveTeamFilter(db: Db, slug: string | undefined): Promise<TeamFilter> {
  if (slug === undefined) return { kind: 'all' };
  if (slug === UNATTRIBUTED_SLUG) return { kind: 'unattributed' };
  const team = await db
    .selectFrom('traffic_teams')
    .select(['id', 'slug', 'name', 'emoji', 'color'])
    .where('slug', '=', slug)
    .executeTakeFirst();
  if (team === undefined) throw notFound('Такой команды нет');
  return { kind: 'team', team };
}
