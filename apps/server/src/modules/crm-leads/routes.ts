import {
  CrmFunnelsResponse,
  CrmLeadsQuery,
  CrmLeadsResponse,
  StartJobQuery,
  StartJobResponse,
} from '@traffic/contract';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Server } from '../../platform/http/index.ts';
import type { JobQueue } from '../../platform/jobs.ts';
import { languageOf } from '../../platform/translate.ts';
import { requirePrincipal, visibleTeam } from '../access/index.ts';
import { envelope, readQuestion, type ReportDeps } from '../analytics/index.ts';
import { startJob } from '../operations/index.ts';
import { countByStage, countUndated } from './count-leads.ts';
import { loadNames, sumStages, toFunnels } from './funnels.ts';
import { FETCH_JOB, readTo } from './jobs.ts';

type Deps = ReportDeps & { jobs: JobQueue };
type Query = z.infer<typeof CrmLeadsQuery>;

/** The CRM's deals by stage and by funnel, all from our own tables: the CRM may be unpaid or away. */
export function registerCrmLeadsRoutes(app: Server, deps: Deps): void {
  app.get(
    '/api/traffic-dashboard/leads/total',
    { schema: { querystring: CrmLeadsQuery, response: { 200: CrmLeadsResponse }, tags: ['reports'] } },
    async (request) => {
      const { head, common, funnels } = await read(deps, request, request.query);
      const by_status = funnels.flatMap(({ stages, pipeline_id, name, product_key }) =>
        stages
          .filter((stage) => stage.leads > 0)
          .map((stage) => ({ ...stage, pipeline_id, pipeline_name: name, product_key })),
      );
      return { ...head, data: { ...sumStages(by_status), ...common, by_status } };
    },
  );
  app.get(
    '/api/traffic-dashboard/leads/by-funnel',
    { schema: { querystring: CrmLeadsQuery, response: { 200: CrmFunnelsResponse }, tags: ['reports'] } },
    async (request) => {
      const { head, common, funnels } = await read(deps, request, request.query);
      const total = funnels.reduce((sum, funnel) => sum + funnel.total, 0);
      return { ...head, data: { total, ...common, funnels } };
    },
  );
  app.post(
    '/api/admin/amocrm/fetch-leads',
    { schema: { querystring: StartJobQuery, response: { 200: StartJobResponse }, tags: ['amocrm'] } },
    async (request) => ({
      success: true as const,
      kind: FETCH_JOB,
      ...(await startJob(deps, FETCH_JOB, request.query.wait * 1000)),
    }),
  );
}

async function read(deps: Deps, request: FastifyRequest, query: Query) {
  const slug = visibleTeam(requirePrincipal(request), query.team);
  const question = await readQuestion(deps, query, slug, languageOf(request));
  const [head, academy, counts, undated, names, fetchedAt] = await Promise.all([
    envelope(deps, question),
    deps.academy(),
    countByStage(deps.db, question),
    countUndated(deps.db, question),
    loadNames(deps.db),
    readTo(deps.db),
  ]);
  return {
    head,
    funnels: toFunnels(counts, names, academy, query),
    common: { undated, currency: academy.currency, fetched_at: fetchedAt?.toISOString() ?? null },
  };
}
