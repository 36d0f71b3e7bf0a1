import type { Incident, IncidentsQuery, TeamRef } from '@traffic/contract';
import { sql } from 'kysely';
import type { Db } from '../../platform/database/index.ts';
import { validationError } from '../../platform/errors.ts';
import { type Language, translate } from '../../platform/translate.ts';
import { alarmKind } from './alarm-kind.ts';
import { alarmOwner } from './alarm-owner.ts';

type Row = {
  id: string;
  key: string;
  source: string;
  message: string;
  details: Record<string, unknown>;
  raised: number;
  opened_at: Date;
  last_raised_at: Date;
  closed_at: Date | null;
  owner: TeamRef | null;
};

/**
 * Alarms that were open at any time in [from, to), newest first. `cursor` is the last id of the page before.
 *
 * @throws AppError `validation` for a cursor that is none
 */
export async function listIncidents(
  db: Db,
  query: Pick<IncidentsQuery, 'state' | 'source' | 'cursor' | 'limit'>,
  period: { from: Date; to: Date; now: Date },
  language: Language,
): Promise<{ incidents: Incident[]; next_cursor: string | null }> {
  const { state, source, cursor, limit } = query;
  if (cursor !== undefined && !/^\d{1,18}$/.test(cursor)) throw validationError('cursor: не число');
  const { rows } = await sql<Row>`
    select a.id::text, a.key, a.source, a.message, a.details, a.raised, a.opened_at, a.last_raised_at, a.closed_at,
      case when t.id is null then null else jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name,
        'emoji', t.emoji, 'color', t.color) end as owner
    from alarms a left join traffic_teams t on t.id = ${alarmOwner('a.key')}
    where a.opened_at < ${period.to} and (a.closed_at is null or a.closed_at >= ${period.from})
      ${state === undefined ? sql`` : sql`and (a.closed_at is null) = ${state === 'open'}`}
      ${source === undefined ? sql`` : sql`and a.source = ${source}`}
      ${cursor === undefined ? sql`` : sql`and a.id < ${cursor}::bigint`}
    order by a.id desc limit ${limit + 1}`.execute(db);
  const page = rows.slice(0, limit);
  return {
    incidents: page.map((row) => toIncident(row, period.now, language)),
    next_cursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  };
}

function toIncident(row: Row, now: Date, language: Language): Incident {
  const { critical, affected, page } = alarmKind(row.key);
  const until = row.closed_at ?? now;
  return {
    ...row,
    ...{ critical, page, affected: translate(affected, language), message: translate(row.message, language) },
    minutes: Math.max(0, Math.round((until.getTime() - row.opened_at.getTime()) / 60_000)),
    opened_at: row.opened_at.toISOString(),
    last_raised_at: row.last_raised_at.toISOString(),
    closed_at: row.closed_at?.toISOString() ?? null,
  };
}
