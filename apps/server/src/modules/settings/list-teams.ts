import type { TeamRef } from '@traffic/contract';
import type { Db } from '../../platform/database/index.ts';

/** The active teams, in the order they were made. */
export async function listTeams(db: Db): Promise<TeamRef[]> {
  return db
    .selectFrom('traffic_teams')
    .select(['id', 'slug', 'name', 'emoji', 'color'])
    .where('active', '=', true)
    .orderBy('id')
    .execute();
}
