import { type RawBuilder, sql } from 'kysely';
import type { TeamFilter } from '../settings/index.ts';

/** The condition that narrows rows to the asked team. */
export function ofTeam(team: TeamFilter, column: RawBuilder<unknown> = sql`team_id`): RawBuilder<unknown> {
  if (team.kind === 'all') return sql`true`;
  if (team.kind === 'unattributed') return sql`${column} is null`;
  return sql`${column} = ${team.team.id}`;
}
