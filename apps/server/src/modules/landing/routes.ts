import { StartJobQuery, StartJobResponse } from '@traffic/contract';
import type { Db } from '../../platform/database/index.ts';
import type { Server } from '../../platform/http/index.ts';
import type { JobQueue } from '../../platform/jobs.ts';
import { startJob } from '../operations/index.ts';
import { FETCH_JOB, SYNC_JOB } from './jobs.ts';

/** Starts the landing jobs on demand. A short run is answered with its counts; a long one is followed as a job. */
export function registerLandingRoutes(app: Server, deps: { db: Db; jobs: JobQueue }): void {
  const startable = {
    '/api/admin/landing/fetch-leads': FETCH_JOB,
    '/api/admin/landing/sync-amocrm': SYNC_JOB,
  };
  for (const [path, kind] of Object.entries(startable))
    app.post(
      path,
      { schema: { querystring: StartJobQuery, response: { 200: StartJobResponse }, tags: ['landing'] } },
      async (request) => ({
        success: true as const,
        kind,
        ...(await startJob(deps, kind, request.query.wait * 1000)),
      }),
    );
}
