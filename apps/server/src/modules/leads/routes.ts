import { LandingLeadsRequest, LandingLeadsResponse } from '@traffic/contract';
import type { Db } from '../../platform/database/index.ts';
import type { Server } from '../../platform/http/index.ts';
import type { Ledger } from '../sales/index.ts';
import { intakeLeads } from './intake-leads.ts';

type Deps = { db: Db; ledger: () => Promise<Ledger>; onAccepted: () => void };

export function registerLeadsRoutes(app: Server, deps: Deps): void {
  app.post(
    '/api/landing/leads',
    { schema: { body: LandingLeadsRequest, response: { 200: LandingLeadsResponse }, tags: ['leads'] } },
    async (request) => {
      const result = await intakeLeads(deps.db, await deps.ledger(), request.body.leads);
      if (result.accepted > 0) deps.onAccepted();
      return { success: true as const, ...result };
    },
  );
}
