import type { Db } from '../../platform/database/index.ts';
import type { LeadNotice } from '../notifications/index.ts';

/** What the notice of a lead says, by the landing page's own id; null when there is no such lead. */
export async function loadLeadNotice(
  db: Db,
  landingLeadId: string,
): Promise<(LeadNotice & { teamId: number | null }) | null> {
  const row = await db
    .selectFrom('landing_leads as l')
    .innerJoin('traffic_leads as r', (join) =>
      join.onRef('r.source_id', '=', 'l.id').on('r.source', '=', 'landing'),
    )
    .leftJoin('traffic_teams as t', 't.id', 'r.team_id')
    .select(['l.name', 'l.source', 'l.utm_campaign', 'r.team_id', 't.name as team_name', 't.emoji'])
    .where('l.id', '=', landingLeadId)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    teamId: row.team_id,
    team: row.team_name === null ? null : { name: row.team_name, emoji: row.emoji ?? '' },
    name: row.name,
    source: row.source ?? '',
    campaign: row.utm_campaign,
  };
}
