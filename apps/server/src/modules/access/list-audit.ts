import type { AuditQuery, AuditRow } from '@traffic/contract';
import { sql } from 'kysely';
import type { Db } from '../../platform/database/index.ts';
import { dayBounds } from '../../platform/business-day.ts';

type Page = { rows: AuditRow[]; actions: string[]; next_cursor: string | null };

/**
 * The audit log, newest first. `cursor` is the last id of the page before.
 *
 * @param timezone whose days `start` and `end` (inclusive) are
 */
export async function listAudit(db: Db, query: AuditQuery, timezone: string): Promise<Page> {
  let rows = db
    .selectFrom('audit_log as log')
    .leftJoin('users as person', (join) => join.on(sql`'user:' || person.id`, '=', sql.ref('log.actor')))
    .leftJoin('api_tokens as token', (join) => join.on(sql`'token:' || token.id`, '=', sql.ref('log.actor')))
    .selectAll('log')
    .select(['person.name as person_name', 'token.name as token_name'])
    .orderBy('log.id', 'desc')
    .limit(query.limit + 1);
  if (query.actor !== undefined) rows = rows.where('log.actor', '=', query.actor);
  if (query.action !== undefined) rows = rows.where('log.action', '=', query.action);
  if (query.subject !== undefined) rows = rows.where('log.subject', '=', query.subject);
  if (query.start !== undefined) rows = rows.where('log.at', '>=', dayBounds(query.start, timezone).start);
  if (query.end !== undefined) rows = rows.where('log.at', '<', dayBounds(query.end, timezone).end);
  if (query.cursor !== undefined) rows = rows.where('log.id', '<', query.cursor);
  const [found, actions] = await Promise.all([
    rows.execute(),
    db.selectFrom('audit_log').select('action').distinct().orderBy('action').execute(),
  ]);
  const page = found.slice(0, query.limit);
  return {
    rows: page.map(toRow),
    actions: actions.map(({ action }) => action),
    next_cursor: found.length > query.limit ? (page.at(-1)?.id ?? null) : null,
  };
}

type Row = {
  id: string;
  at: Date;
  actor: string;
  action: string;
  subject: string | null;
  request_id: string | null;
  before: unknown;
  after: unknown;
  details: unknown;
  person_name: string | null;
  token_name: string | null;
};

function toRow(row: Row): AuditRow {
  const { id, actor, action, subject, request_id } = row;
  return {
    ...{ id, actor, action, subject, request_id },
    at: row.at.toISOString(),
    actor_name: row.person_name ?? row.token_name,
    before: row.before ?? null,
    after: row.after ?? null,
    details: row.details as Record<string, unknown>,
  };
}
