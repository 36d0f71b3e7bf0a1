import { MergesResponse, PageQuery, SuccessResponse } from '@traffic/contract';
import { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Server } from '../../platform/http/index.ts';
import { validationError } from '../../platform/errors.ts';
import { actorOf, requirePrincipal, writeAudit } from '../access/index.ts';
import { listMerges } from './list-merges.ts';
import { undoMerge } from './undo-merge.ts';

/** Who was joined into one person, and the way back. */
export function registerPeopleRoutes(app: Server, deps: { db: Db; clock: Clock }): void {
  app.get(
    '/api/v1/people/merges',
    { schema: { querystring: PageQuery, response: { 200: MergesResponse }, tags: ['people'] } },
    async (request) => {
      const { cursor } = request.query;
      if (cursor !== undefined && !/^\d{1,18}$/.test(cursor)) throw validationError('cursor: не число');
      return { success: true as const, ...(await listMerges(deps.db, request.query)) };
    },
  );
  app.post(
    '/api/v1/people/merges/:id/undo',
    {
      schema: {
        params: z.object({ id: z.string().regex(/^\d{1,18}$/) }),
        response: { 200: SuccessResponse },
        tags: ['people'],
      },
    },
    async (request) => {
      const actor = actorOf(requirePrincipal(request));
      const { id } = request.params;
      await deps.db.transaction().execute(async (trx) => {
        const before = await undoMerge({ ...deps, db: trx }, actor, id);
        await writeAudit(trx, deps.clock, {
          ...{ actor, action: 'person.separate', subject: id },
          ...{ before, after: { merged: false } },
        });
      });
      return { success: true as const };
    },
  );
}
