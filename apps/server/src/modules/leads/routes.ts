import {
  LandingLeadsRequest,
  LandingLeadsResponse,
  ProftestQuery,
  ProftestResponse,
} from '@traffic/contract';
import type { Clock } from '../../platform/clock.ts';
import { AppError } from '../../platform/errors.ts';
import { actorOf, createThrottle, requirePrincipal } from '../access/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Server } from '../../platform/http/index.ts';
import { languageOf } from '../../platform/translate.ts';
import { envelope, readQuestion, type ReportDeps } from '../analytics/index.ts';
import type { Ledger } from '../sales/index.ts';
import { proftestStatistics } from './proftest.ts';
import { intakeLeads } from './intake-leads.ts';

type Deps = { db: Db; clock: Clock; ledger: () => Promise<Ledger>; onAccepted: () => void };

/** Two a second for every token: a landing page posts as people apply, a back-fill posts 500 leads at once. */
const REQUESTS_A_MINUTE = 120;

export function registerLeadsRoutes(app: Server, deps: Deps): void {
  const throttle = createThrottle({ limit: REQUESTS_A_MINUTE, windowMs: 60_000, clock: deps.clock });
  app.post(
    '/api/landing/leads',
    { schema: { body: LandingLeadsRequest, response: { 200: LandingLeadsResponse }, tags: ['leads'] } },
    async (request, reply) => {
      const waitSeconds = throttle.take(actorOf(requirePrincipal(request)));
      if (waitSeconds > 0) {
        reply.header('retry-after', String(waitSeconds));
        throw new AppError('rate_limit', 'Слишком много запросов: отправляйте заявки пачками до 500');
      }
      const result = await intakeLeads(deps.db, await deps.ledger(), request.body.leads);
      if (result.accepted > 0) deps.onAccepted();
      return { success: true as const, ...result };
    },
  );
}

/** What the ProfTest forms brought in a period. */
export function registerProftestRoute(app: Server, deps: ReportDeps): void {
  app.get(
    '/api/v1/sources/proftest',
    { schema: { querystring: ProftestQuery, response: { 200: ProftestResponse }, tags: ['sources'] } },
    async (request) => {
      const query = { ...request.query, basis: 'cash' as const, currency: 'KZT' as const };
      const question = await readQuestion(deps, query, undefined, languageOf(request));
      const [head, statistics] = await Promise.all([
        envelope(deps, question),
        proftestStatistics(deps.db, question.period),
      ]);
      return { ...head, ...statistics };
    },
  );
}
