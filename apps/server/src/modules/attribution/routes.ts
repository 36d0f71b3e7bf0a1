import { AttributeRequest, AttributeResponse } from '@traffic/contract';
import type { Clock } from '../../platform/clock.ts';
import type { Server } from '../../platform/http/index.ts';
import { decideTeam } from './decide-team.ts';
import type { RuleBook } from './rule-book.ts';

type Deps = { clock: Clock; rules: () => Promise<RuleBook> };

export function registerAttributionRoutes(app: Server, deps: Deps): void {
  app.post(
    '/api/traffic-dashboard/attribute',
    { schema: { body: AttributeRequest, response: { 200: AttributeResponse }, tags: ['attribution'] } },
    async (request) => {
      const rules = await deps.rules();
      const { utm_source = null, utm_medium = null, utm_campaign = null } = request.body;
      const { utm_content = null, utm_term = null } = request.body;
      const at = deps.clock.now();
      const touch = {
        at,
        origin: 'question',
        utm_source,
        utm_medium,
        utm_campaign,
        utm_content,
        utm_term,
        fbclid: null,
      };
      const decision = decideTeam(rules.compiled, { touch, personTouches: [], at, adLookup: rules.adLookup });
      return {
        success: true as const,
        team_name: decision.teamName,
        team_id: decision.teamId,
        utm_source,
        utm_medium,
        confidence: decision.confidence,
        basis: decision.basis,
        reason: decision.reason,
        rule_version: rules.version,
        candidates: [...decision.rejected],
      };
    },
  );
}
