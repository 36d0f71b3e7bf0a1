import {
  PlanKey,
  PlanLimitsResponse,
  PlanProposalsResponse,
  PlansQuery,
  PlansResponse,
  SavePlanLimitsRequest,
  SavePlanRequest,
  SuccessResponse,
} from '@traffic/contract';
import type { Server } from '../../platform/http/index.ts';
import { translate, languageOf } from '../../platform/translate.ts';
import { actorOf, requirePrincipal, visibleTeam } from '../access/index.ts';
import type { ReportDeps } from '../analytics/index.ts';
import { saveLimits } from './limits.ts';
import { proposePlans } from './propose-plans.ts';
import { readPlans } from './read-plans.ts';
import { removePlan, savePlan } from './save-plan.ts';

const tags = ['plans'];
const success = { success: true as const };
const URL = '/api/v1/plans';

/** Weekly plans: what was promised, what came, and what could be promised next. */
export function registerPlanRoutes(app: Server, deps: ReportDeps): void {
  app.get(
    URL,
    { schema: { querystring: PlansQuery, response: { 200: PlansResponse }, tags } },
    async (request) => {
      const slug = visibleTeam(requirePrincipal(request), request.query.team);
      const plans = await readPlans(deps, request.query, slug);
      const language = languageOf(request);
      const say = (reason: string | null) => (reason === null ? null : translate(reason, language));
      return { ...plans, incomplete: plans.incomplete.map((one) => ({ ...one, reason: say(one.reason) })) };
    },
  );
  app.get(
    `${URL}/proposals`,
    { schema: { querystring: PlansQuery, response: { 200: PlanProposalsResponse }, tags } },
    async (request) => proposePlans(deps, request.query),
  );
  app.put(
    URL,
    { schema: { body: SavePlanRequest, response: { 200: SuccessResponse }, tags } },
    async (request) => {
      await savePlan(deps, actorOf(requirePrincipal(request)), request.body);
      return success;
    },
  );
  app.delete(
    URL,
    { schema: { querystring: PlanKey, response: { 200: SuccessResponse }, tags } },
    async (request) => {
      await removePlan(deps, actorOf(requirePrincipal(request)), request.query);
      return success;
    },
  );
  app.put(
    `${URL}/limits`,
    { schema: { body: SavePlanLimitsRequest, response: { 200: PlanLimitsResponse }, tags } },
    async (request) => ({
      ...success,
      limits: await saveLimits(deps, actorOf(requirePrincipal(request)), request.body),
    }),
  );
}
