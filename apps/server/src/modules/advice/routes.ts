import {
  AcceptRecommendationRequest,
  GenerateRecommendationsRequest,
  HideRecommendationRequest,
  RecommendationId,
  RecommendationsParams,
  RecommendationsQuery,
  RecommendationsResponse,
  SuccessResponse,
} from '@traffic/contract';
import { shareInFlight } from '../../platform/cache.ts';
import type { Principal, Server } from '../../platform/http/index.ts';
import { languageOf } from '../../platform/translate.ts';
import { actorOf, requirePrincipal, visibleTeam } from '../access/index.ts';
import { decideAdvice } from './decide-advice.ts';
import { type AdviceDeps, generateAdvice } from './generate-advice.ts';
import { listAdvice } from './list-advice.ts';

const URL = '/api/facebook-ads/recommendations';
const tags = ['advice'];
const success = { success: true as const };

/** Recommendations: to read, to look for now, to decide. */
export function registerAdviceRoutes(app: Server, deps: AdviceDeps): void {
  const generating = shareInFlight<number>();
  app.get(
    `${URL}/:team`,
    {
      schema: {
        params: RecommendationsParams,
        querystring: RecommendationsQuery,
        response: { 200: RecommendationsResponse },
        tags,
      },
    },
    async (request) =>
      listAdvice(deps, audience(request, request.params.team), request.query, languageOf(request)),
  );
  app.post(
    `${URL}/generate`,
    { schema: { body: GenerateRecommendationsRequest, response: { 200: RecommendationsResponse }, tags } },
    async (request) => {
      const slug = audience(request, request.body.team);
      await generating(slug ?? 'all', () => generateAdvice(deps, slug));
      return listAdvice(deps, slug, { state: 'open' }, languageOf(request));
    },
  );
  app.post(
    `${URL}/:id/accept`,
    {
      schema: {
        params: RecommendationId,
        body: AcceptRecommendationRequest,
        response: { 200: SuccessResponse },
        tags,
      },
    },
    async (request) => {
      const { principal, id } = decider(request);
      const reason = request.body.reason ?? null;
      await decideAdvice(deps, actorOf(principal), id, ownTeam(principal), { state: 'accepted', reason });
      return success;
    },
  );
  app.post(
    `${URL}/:id/hide`,
    {
      schema: {
        params: RecommendationId,
        body: HideRecommendationRequest,
        response: { 200: SuccessResponse },
        tags,
      },
    },
    async (request) => {
      const { principal, id } = decider(request);
      const { reason } = request.body;
      await decideAdvice(deps, actorOf(principal), id, ownTeam(principal), { state: 'hidden', reason });
      return success;
    },
  );
}

type Asking = Parameters<typeof requirePrincipal>[0];

/** `all` of a targetologist is their own team; another team's is refused. */
function audience(request: Asking, team: string): string | undefined {
  return visibleTeam(requirePrincipal(request), team === 'all' ? undefined : team);
}

function decider(request: Asking & { params: { id: number } }) {
  return { principal: requirePrincipal(request), id: request.params.id };
}

/** The only team this caller decides for; null = every team. */
function ownTeam(principal: Principal): number | null {
  // -1: a targetologist without a team has no recommendations.
  return principal.kind === 'user' && principal.role === 'targetologist' ? (principal.team?.id ?? -1) : null;
}
