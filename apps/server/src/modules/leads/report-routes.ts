import { LeadResponse, LeadsQuery, LeadsResponse } from '@traffic/contract';
import { z } from 'zod';
import type { Server } from '../../platform/http/index.ts';
import { languageOf } from '../../platform/translate.ts';
import { maskPii, requirePrincipal, visibleTeam } from '../access/index.ts';
import { envelope, firstLeads, readQuestion, type ReportDeps } from '../analytics/index.ts';
import { listLeads } from './list-leads.ts';
import { countLeads } from './narrow-leads.ts';
import { readLead } from './read-lead.ts';

/** The list behind the metric «leads», and one lead with the timeline of its person. */
export function registerLeadReportRoutes(app: Server, deps: ReportDeps): void {
  app.get(
    '/api/v1/leads',
    { schema: { querystring: LeadsQuery, response: { 200: LeadsResponse }, tags: ['leads'] } },
    async (request) => {
      const { team, search } = request.query;
      const principal = requirePrincipal(request);
      const question = await readQuestion(
        deps,
        request.query,
        visibleTeam(principal, team),
        languageOf(request),
      );
      const page = { ...request.query, masked: maskPii(principal) };
      const [head, found, total] = await Promise.all([
        envelope(deps, question),
        listLeads(deps.db, question, page),
        search === undefined
          ? countLeads(deps.db, question, request.query).then(
              (counted) => counted ?? firstLeads(deps.db, question),
            )
          : null,
      ]);
      return { ...head, total, ...found };
    },
  );
  app.get(
    '/api/v1/leads/:id',
    {
      schema: {
        params: z.object({ id: z.string().max(30) }),
        response: { 200: LeadResponse },
        tags: ['leads'],
      },
    },
    async (request) => {
      const principal = requirePrincipal(request);
      const visibleSlug = visibleTeam(principal, undefined);
      const lead = await readLead(deps.db, request.params.id, { visibleSlug, masked: maskPii(principal) });
      return { success: true as const, ...lead };
    },
  );
}
