import {
  AlarmsResponse,
  IncidentsQuery,
  IncidentsResponse,
  JobResponse,
  JobsQuery,
  JobsResponse,
} from '@traffic/contract';
import { z } from 'zod';
import { resolvePeriod } from '../../platform/business-day.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Server } from '../../platform/http/index.ts';
import { languageOf } from '../../platform/translate.ts';
import { listAlarms } from './list-alarms.ts';
import { listIncidents } from './list-incidents.ts';
import { listJobs, readJob } from './list-jobs.ts';

type Deps = { db: Db; clock: Clock; academy: () => Promise<{ timezone: string }> };

export function registerOperationsRoutes(app: Server, { db, clock, academy }: Deps): void {
  app.get(
    '/api/v1/incidents',
    {
      schema: {
        querystring: IncidentsQuery,
        response: { 200: IncidentsResponse },
        tags: ['operations'],
      },
    },
    async (request) => {
      const { state, source, cursor, limit, ...asked } = request.query;
      const now = clock.now();
      const { from, to } = resolvePeriod(asked, now, (await academy()).timezone);
      const query = { state, source, cursor, limit };
      return {
        success: true as const,
        ...(await listIncidents(db, query, { from, to, now }, languageOf(request))),
      };
    },
  );
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
