import type { JobRun, JobsResponse } from '@traffic/contract';
import type { z } from 'zod';
import type { Db } from '../../platform/database/index.ts';
import { notFound, validationError } from '../../platform/errors.ts';

const COLUMNS = ['id', 'kind', 'status', 'started_at', 'finished_at', 'progress', 'details'] as const;

/** Runs of jobs, newest first. `cursor` is the last id of the page before. */
export async function listJobs(
  db: Db,
  query: { kind?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<Omit<z.infer<typeof JobsResponse>, 'success'>> {
  if (query.cursor !== undefined && !/^\d{1,18}$/.test(query.cursor))
    throw validationError('cursor: не число');
  let rows = db
    .selectFrom('sync_runs')
    .select(COLUMNS)
    .orderBy('id', 'desc')
    .limit(query.limit + 1);
  if (query.kind !== undefined) rows = rows.where('kind', '=', query.kind);
  if (query.cursor !== undefined) rows = rows.where('id', '<', query.cursor);
  const found = await rows.execute();
  const page = found.slice(0, query.limit);
  return {
    jobs: page.map(toJobRun),
    next_cursor: found.length > query.limit ? (page.at(-1)?.id ?? null) : null,
  };
}

/** @throws AppError `not_found` for an id that no run has */
export async function readJob(db: Db, id: string): Promise<JobRun> {
  const row = /^\d{1,18}$/.test(id)
    ? await db.selectFrom('sync_runs').select(COLUMNS).where('id', '=', id).executeTakeFirst()
    : undefined;
  if (row === undefined) throw notFound('Такой задачи нет');
  return toJobRun(row);
}

type Row = {
  id: string;
  kind: string;
  status: string;
  started_at: Date;
  finished_at: Date | null;
  progress: unknown;
  details: unknown;
};

function toJobRun(row: Row): JobRun {
  return {
    id: row.id,
    kind: row.kind,
    status: row.status as JobRun['status'],
    started_at: row.started_at.toISOString(),
    finished_at: row.finished_at?.toISOString() ?? null,
    progress: row.progress as JobRun['progress'],
    details: row.details as JobRun['details'],
  };
}
