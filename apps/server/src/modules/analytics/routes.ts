import {
  AdsQuery,
  AdsResponse,
  ChangesResponse,
  CohortsQuery,
  CohortsResponse,
  FunnelReport,
  FunnelResponse,
  glossary,
  GlossaryResponse,
  OverviewResponse,
  ReportQuery,
  SalesTotalQuery,
  SalesTotalResponse,
  TeamsResponse,
  TrendQuery,
  TrendResponse,
  sourcesOf,
  UtmQuery,
  UtmResponse,
} from '@traffic/contract';
import { shareInFlight } from '../../platform/cache.ts';
import type { Server } from '../../platform/http/index.ts';
import { languageOf } from '../../platform/translate.ts';
import { requirePrincipal, visibleTeam } from '../access/index.ts';
import { listTeams } from '../settings/index.ts';
import { ads } from './ads.ts';
import { changes } from './changes.ts';
import { cohorts } from './cohorts.ts';
import { funnelReport } from './funnel-report.ts';
import { funnel } from './funnel.ts';
import { overview } from './overview.ts';
import { readQuestion, type ReportDeps } from './report-query.ts';
import { salesTotal } from './sales-total.ts';
import { trend } from './trend.ts';
import { utm } from './utm.ts';

export function registerAnalyticsRoutes(app: Server, deps: ReportDeps): void {
  registerTreeRoutes(app, deps);
  const sharedOverview = shareInFlight<OverviewResponse>();
  app.get(
    '/api/v1/metrics',
    { schema: { response: { 200: GlossaryResponse }, tags: ['reports'] } },
    async (request) => ({ success: true as const, metrics: glossary(languageOf(request), sourcesOf) }),
  );
  app.get(
    '/api/v1/overview',
    { schema: { querystring: ReportQuery, response: { 200: OverviewResponse }, tags: ['reports'] } },
    async (request) => {
      const slug = visibleTeam(requirePrincipal(request), request.query.team);
      const question = await readQuestion(deps, request.query, slug, languageOf(request));
      return sharedOverview(JSON.stringify(question), () => overview(deps, question));
    },
  );
  app.get(
    '/api/v1/trend',
    { schema: { querystring: TrendQuery, response: { 200: TrendResponse }, tags: ['reports'] } },
    async (request) => {
      const slug = visibleTeam(requirePrincipal(request), request.query.team);
      const question = await readQuestion(deps, request.query, slug, languageOf(request));
      return trend(deps, question, request.query.group);
    },
  );
  app.get(
    '/api/v1/funnel',
    { schema: { querystring: ReportQuery, response: { 200: FunnelReport }, tags: ['reports'] } },
    async (request) => {
      const slug = visibleTeam(requirePrincipal(request), request.query.team);
      return funnelReport(deps, await readQuestion(deps, request.query, slug, languageOf(request)));
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

function registerTreeRoutes(app: Server, deps: ReportDeps): void {
  app.get(
    '/api/v1/cohorts',
    { schema: { querystring: CohortsQuery, response: { 200: CohortsResponse }, tags: ['reports'] } },
    async (request) => {
      const slug = visibleTeam(requirePrincipal(request), request.query.team);
      const question = await readQuestion(deps, request.query, slug, languageOf(request));
      return cohorts(deps, question, request.query.by);
    },
  );
  app.get(
    '/api/v1/changes',
    { schema: { querystring: ReportQuery, response: { 200: ChangesResponse }, tags: ['reports'] } },
    async (request) => {
      const slug = visibleTeam(requirePrincipal(request), request.query.team);
      return changes(deps, await readQuestion(deps, request.query, slug, languageOf(request)));
    },
  );
  app.get(
    '/api/v1/ads',
    { schema: { querystring: AdsQuery, response: { 200: AdsResponse }, tags: ['reports'] } },
    async (request) => {
      const slug = visibleTeam(requirePrincipal(request), request.query.team);
      const question = await readQuestion(deps, request.query, slug, languageOf(request));
      return ads(deps, question, request.query);
    },
  );
  app.get(
    '/api/v1/utm',
    { schema: { querystring: UtmQuery, response: { 200: UtmResponse }, tags: ['reports'] } },
    async (request) => {
      const slug = visibleTeam(requirePrincipal(request), request.query.team);
      const question = await readQuestion(deps, request.query, slug, languageOf(request));
      return utm(deps, question, request.query);
    },
  );
}
