import type { TeamRow } from '@traffic/contract';
import { sql } from 'kysely';
import type { Db } from '../../platform/database/index.ts';

type Incomplete = TeamRow['incomplete'];

/**
 * Which sources lack data of a team in these days: `meta` when an ad account bound to it fails or was
 * never read, `rates` when some of its spend could not be converted. «Не распределено» is incomplete
 * with any account, since it is what the others leave over.
 */
export async function incompleteSources(
  db: Db,
  period: { start: string; end: string },
): Promise<(teamId: number | null) => Incomplete> {
  const failing = await sql<{ team_id: number | null }>`
    select b.team_id from ad_accounts a left join ad_account_teams b on b.account_id = a.account_id
    where a.included and (a.failed_since is not null or a.synced_at is null)`.execute(db);
  const unconverted = await sql<{ team_id: number | null }>`
    select distinct team_id from traffic_stats
    where spend_kzt is null and day between ${period.start} and ${period.end}`.execute(db);
  const meta = new Set(failing.rows.map((row) => row.team_id));
  const rates = new Set(unconverted.rows.map((row) => row.team_id));
  return (teamId) => {
    const found: Incomplete = [];
    if (meta.has(teamId) || (teamId === null && meta.size > 0)) found.push('meta');
    if (rates.has(teamId)) found.push('rates');
    return found;
  };
}
