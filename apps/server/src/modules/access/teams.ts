import type { TeamRef as TeamRefSchema } from '@traffic/contract';
import type { z } from 'zod';
import type { Db } from '../../platform/database/index.ts';

export type TeamRef = z.infer<typeof TeamRefSchema>;

const TEAM_COLUMNS = ['id', 'slug', 'name', 'emoji', 'color'] as const;

/** One team, by id or by slug; null when there is none. */
export async function findTeam(db: Db, by: { id: number } | { slug: string }): Promise<TeamRef | null> {
  const teams = db.selectFrom('traffic_teams').select(TEAM_COLUMNS);
  const found = 'id' in by ? teams.where('id', '=', by.id) : teams.where('slug', '=', by.slug);
  return (await found.executeTakeFirst()) ?? null;
}

/** The team that was made first; null before any was. */
export async function findFirstTeam(db: Db): Promise<TeamRef | null> {
  const first = db.selectFrom('traffic_teams').select(TEAM_COLUMNS).orderBy('id').limit(1);
  return (await first.executeTakeFirst()) ?? null;
}
