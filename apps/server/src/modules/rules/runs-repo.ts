import { sql } from 'kysely';
import type { Db } from '../../platform/database/index.ts';
import type { Run, RunKind } from './run.ts';

/** The runs that somebody asked for and that are not over, oldest first. */
export async function loadOpenRuns(db: Db): Promise<Run[]> {
  const { rows } = await sql<Run>`
    select r.id, r.kind, r.version, r.base_version as "baseVersion", r.since_xid as "sinceXid", r.cursors,
      r.requested_by as "requestedBy",
      case when u.id is not null then jsonb_build_object('runId', u.id::text, 'switchXid', u.switch_xid) end as undone
    from rule_runs r
    left join lateral (
      select id, switch_xid from rule_runs
      where r.kind = 'undo' and kind = 'apply' and state = 'done' and version = r.base_version
      order by id desc limit 1) u on true
    where r.state = 'staging' order by r.id`.execute(db);
  return rows;
}

export async function insertRun(
  db: Db,
  run: {
    kind: RunKind;
    version: number;
    revision: number;
    baseVersion: number;
    sinceXid: string;
    requestedBy: string;
    now: Date;
  },
): Promise<string> {
  const { id } = await db
    .insertInto('rule_runs')
    .values({
      kind: run.kind,
      version: run.version,
      revision: run.revision,
      base_version: run.baseVersion,
      since_xid: run.sinceXid,
      requested_by: run.requestedBy,
      requested_at: run.now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Ends a run; false when it was over already. */
export async function finishRun(
  db: Db,
  id: string,
  now: Date,
  end: { state: 'done' | 'failed' | 'cancelled'; summary?: object; error?: string },
): Promise<boolean> {
  const ended = await db
    .updateTable('rule_runs')
    .set({
      state: end.state,
      finished_at: now,
      ...(end.summary === undefined ? {} : { summary: JSON.stringify(end.summary) }),
      ...(end.error === undefined ? {} : { error: end.error }),
    })
    .where('id', '=', id)
    .where('state', '=', 'staging')
    .returning('id')
    .execute();
  return ended.length > 0;
}
