import { AlarmsResponse, JobResponse, JobsQuery, JobsResponse } from '@traffic/contract';
import { z } from 'zod';
import type { Db } from '../../platform/database/index.ts';
import type { Server } from '../../platform/http/index.ts';
import { languageOf } from '../../platform/translate.ts';
import { listAlarms } from './list-alarms.ts';
import { listJobs, readJob } from './list-jobs.ts';

export function registerOperationsRoutes(app: Server, { db }: { db: Db }): void {
  app.get(
    '/api/v1/jobs',
    { schema: { querystring: JobsQuery, response: { 200: JobsResponse }, tags: ['operations'] } },
    async (request) => ({ success: true as const, ...(await listJobs(db, request.query)) }),
  );
  app.get(
    '/api/v1/jobs/:id',
    {
      schema: {
        params: z.object({ id: z.string().max(30) }),
        response: { 200: JobResponse },
        tags: ['operations'],
      },
    },
    async (request) => ({ success: true as const, job: await readJob(db, request.params.id) }),
  );
  app.get(
    '/api/v1/alarms',
    { schema: { response: { 200: AlarmsResponse }, tags: ['operations'] } },
    async (request) => ({ success: true as const, alarms: await listAlarms(db, languageOf(request)) }),
  );
}
