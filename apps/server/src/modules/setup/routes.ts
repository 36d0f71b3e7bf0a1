import { SetupResponse } from '@traffic/contract';
import { businessDayOf } from '../../platform/business-day.ts';
import type { Server } from '../../platform/http/index.ts';
import { languageOf, translate } from '../../platform/translate.ts';
import type { Academy } from '../settings/index.ts';
import { judgeSteps } from './judge-steps.ts';
import { readSetupFacts, type SetupDeps } from './setup-facts.ts';

/** The first-run checklist: what is set up and what is not, as of now. */
export function registerSetupRoutes(
  app: Server,
  deps: SetupDeps & { academy: () => Promise<Academy> },
): void {
  app.get(
    '/api/v1/setup',
    { schema: { response: { 200: SetupResponse }, tags: ['settings'] } },
    async (request) => {
      const now = deps.clock.now();
      const facts = await readSetupFacts(deps, businessDayOf(now, (await deps.academy()).timezone));
      const language = languageOf(request);
      const steps = judgeSteps(facts).map((step) => ({
        ...step,
        message: translate(step.message, language),
        cause: step.cause && translate(step.cause, language),
        action: step.action && translate(step.action, language),
      }));
      return {
        success: true as const,
        steps,
        done: steps.filter(({ state }) => state === 'done').length,
        has_data: facts.spend || facts.first_lead !== null || facts.first_sale !== null,
        checked_at: now.toISOString(),
      };
    },
  );
}
