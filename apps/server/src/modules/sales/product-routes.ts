import { PipelineRequest, PipelineResponse, ProductsResponse } from '@traffic/contract';
import { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Server } from '../../platform/http/index.ts';
import type { JobQueue } from '../../platform/jobs.ts';
import { actorOf, requirePrincipal } from '../access/index.ts';
import { decidePipeline, listProducts } from './pipelines.ts';

/** The job that tells the deals of changed pipelines anew. */
export const RETELL_JOB = 'ledger.retell';

export function registerProductRoutes(app: Server, deps: { db: Db; clock: Clock; jobs: JobQueue }): void {
  app.get(
    '/api/v1/products',
    { schema: { response: { 200: ProductsResponse }, tags: ['settings'] } },
    async () => ({ success: true as const, ...(await listProducts(deps.db)) }),
  );
  app.put(
    '/api/v1/products/pipelines/:id',
    {
      schema: {
        params: z.object({ id: z.string().regex(/^[1-9]\d{0,14}$/) }),
        body: PipelineRequest,
        response: { 200: PipelineResponse },
        tags: ['settings'],
      },
    },
    async (request) => {
      const pipeline = await decidePipeline(deps.db, request.params.id, request.body, {
        clock: deps.clock,
        actor: actorOf(requirePrincipal(request)),
      });
      await deps.jobs.enqueue(RETELL_JOB);
      return { success: true as const, pipeline };
    },
  );
}
