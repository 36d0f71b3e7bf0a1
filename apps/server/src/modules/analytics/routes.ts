import {
  FunnelResponse,
  OverviewResponse,
  ReportQuery,
  SalesTotalQuery,
  SalesTotalResponse,
  TeamsResponse,
} from '@traffic/contract';
import type { Server } from '../../platform/http/index.ts';
import { languageOf } from '../../platform/translate.ts';
import { requirePrincipal, visibleTeam } from '../access/index.ts';
import { listTeams } from '../settings/index.ts';
import { funnel } from './funnel.ts';
import { overview } from './overview.ts';
import { readQuestion, type ReportDeps } from './report-query.ts';
import { salesTotal } from './sales-total.ts';

export function registerAnalyticsRoutes(app: Server, deps: ReportDeps): void {
  app.get(
    '/api/v1/overview',
    { schema: { querystring: ReportQuery, response: { 200: OverviewResponse }, tags: ['reports'] } },
    async (request) => {
      const slug = visibleTeam(requirePrincipal(request), request.query.team);
      return overview(deps, await readQuestion(deps, request.query, slug, languageOf(request)));
    },
  );
  app.get(
    '/api/traffic-dashboard/funnel',
    { schema: { querystring: ReportQuery, response: { 200: FunnelResponse }, tags: ['reports'] } },
    async (request) => {
      const slug = visibleTeam(requirePrincipal(request), request.query.team);
      return funnel(deps, await readQuestion(deps, request.query, slug, languageOf(request)));
    },
  );
  app.get(
    '/api/traffic-dashboard/sales/total',
    { schema: { querystring: SalesTotalQuery, response: { 200: SalesTotalResponse }, tags: ['reports'] } },
    async (request) => {
      const slug = visibleTeam(requirePrincipal(request), request.query.team);
      const question = await readQuestion(deps, request.query, slug, languageOf(request));
      return salesTotal(deps, question, request.query.funnel);
    },
  );
  app.get(
    '/api/v1/teams',
    { schema: { response: { 200: TeamsResponse }, tags: ['settings'] } },
    async (request) => {
      const slug = visibleTeam(requirePrincipal(request), undefined);
      const teams = await listTeams(deps.db);
      return {
        success: true as const,
        teams: teams.filter((team) => slug === undefined || team.slug === slug),
      };
    },
  );
}
