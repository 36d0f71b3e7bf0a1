import {
  ReconcileRequest,
  ReconciliationResponse,
  ReconciliationsQuery,
  ReconciliationsResponse,
} from '@traffic/contract';
import { z } from 'zod';
import type { AmocrmClient } from '../../integrations/amocrm/index.ts';
import { dayBounds } from '../../platform/business-day.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import { AppError } from '../../platform/errors.ts';
import type { Server } from '../../platform/http/index.ts';
import { actorOf, requirePrincipal } from '../access/index.ts';
import { recordSyncRun } from '../operations/index.ts';
import type { Ledger } from '../sales/index.ts';
import { reconcile } from './reconcile.ts';
import { listReconciliations, readReconciliation } from './repo.ts';

type Deps = {
  db: Db;
  clock: Clock;
  amocrm: AmocrmClient | null;
  ledger: () => Promise<Ledger>;
};

export function registerReconciliationRoutes(app: Server, deps: Deps): void {
  app.post(
    '/api/admin/amocrm/reconcile',
    { schema: { body: ReconcileRequest, response: { 200: ReconciliationResponse }, tags: ['amocrm'] } },
    async (request) => {
      const { amocrm } = deps;
      if (amocrm === null)
        throw new AppError('unavailable', 'AmoCRM не настроен: задайте AMOCRM_DOMAIN и AMOCRM_ACCESS_TOKEN');
      const { timezone } = (await deps.ledger()).academy;
      const from = dayBounds(request.body.start, timezone).start;
      const to = dayBounds(request.body.end, timezone).end;
      const requestedBy = actorOf(requirePrincipal(request));
      const { reconciliation } = await recordSyncRun(deps, 'amocrm.reconcile', async (report) => ({
        reconciliation: await reconcile(
          { ...deps, amocrm },
          { kind: 'manual', from, to, requestedBy },
          report,
        ),
      }));
      if (reconciliation === null) throw new AppError('conflict', 'Сверка с AmoCRM уже идёт');
      return { success: true as const, reconciliation };
    },
  );
  app.get(
    '/api/v1/reconciliations',
    {
      schema: {
        querystring: ReconciliationsQuery,
        response: { 200: ReconciliationsResponse },
        tags: ['amocrm'],
      },
    },
    async (request) => ({ success: true as const, ...(await listReconciliations(deps.db, request.query)) }),
  );
  app.get(
    '/api/v1/reconciliations/:id',
    {
      schema: {
        params: z.object({ id: z.string().max(30) }),
        response: { 200: ReconciliationResponse },
        tags: ['amocrm'],
      },
    },
    async (request) => ({
      success: true as const,
      reconciliation: await readReconciliation(deps.db, request.params.id),
    }),
  );
}
