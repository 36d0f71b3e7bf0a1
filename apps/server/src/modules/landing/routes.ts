import { LandingSyncCounts, LandingSyncResponse, StartJobQuery, StartJobResponse } from '@traffic/contract';
import type { Db } from '../../platform/database/index.ts';
import type { Server } from '../../platform/http/index.ts';
import type { JobQueue } from '../../platform/jobs.ts';
import { startJob } from '../operations/index.ts';
import { FETCH_JOB, SYNC_JOB } from './jobs.ts';

/** Starts the landing jobs on demand. A short run is answered with its counts; a long one is followed as a job. */
export function registerLandingRoutes(app: Server, deps: { db: Db; jobs: JobQueue }): void {
  app.post(
    '/api/admin/landing/fetch-leads',
    { schema: { querystring: StartJobQuery, response: { 200: StartJobResponse }, tags: ['landing'] } },
    async (request) => {
      const begun = await startJob(deps, FETCH_JOB, request.query.wait * 1000);
      return { success: true as const, kind: FETCH_JOB, ...begun };
    },
  );
  app.post(
    '/api/admin/landing/sync-amocrm',
    { schema: { querystring: StartJobQuery, response: { 200: LandingSyncResponse }, tags: ['landing'] } },
    async (request) => {
      const begun = await startJob(deps, SYNC_JOB, request.query.wait * 1000);
      const counts = LandingSyncCounts.safeParse(begun.job?.details).data ?? null;
      return { success: true as const, kind: SYNC_JOB, ...begun, counts };
    },
  );
}
