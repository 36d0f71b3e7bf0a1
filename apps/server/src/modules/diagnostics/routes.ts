import {
  type DiagnosticCheck,
  DiagnosticsResponse,
  DiagnosticsVerdictResponse,
  IntegrationResponse,
  IntegrationsResponse,
  SourceGapsQuery,
  SourceGapsResponse,
  TokensHealthResponse,
} from '@traffic/contract';
import { businessDayOf, resolvePeriod } from '../../platform/business-day.ts';
import type { Server } from '../../platform/http/index.ts';
import { type Language, languageOf, translate } from '../../platform/translate.ts';
import { worst } from './check.ts';
import {
  type Integration,
  overallStatus,
  readDatabase,
  readIntegrations,
  readOpenai,
  readRedis,
  readTelegram,
} from './integrations.ts';
import { type DiagnosticsDeps, runChecks } from './run-checks.ts';
import { registerTeamAccounts } from './team-accounts.ts';
import { sourceGaps } from './source-gaps.ts';
import { tokenHealth } from './token-health.ts';

const tags = ['integrations'];
const success = { success: true as const };

const READERS = {
  database: readDatabase,
  telegram: readTelegram,
  openai: readOpenai,
  redis: readRedis,
} as const;

/** How everything the product stands on is: services, keys, checks with cause and action, days without data. */
export function registerDiagnosticsRoutes(app: Server, deps: DiagnosticsDeps): void {
  registerIntegrations(app, deps);
  registerDiagnostics(app, deps);
  registerTeamAccounts(app, deps);
  app.get(
    '/api/tokens/health',
    { schema: { response: { 200: TokensHealthResponse }, tags } },
    async (request) => {
      const language = languageOf(request);
      const tokens = await tokenHealth(deps);
      return {
        ...success,
        tokens: tokens.map((token) => ({
          ...token,
          message: translate(token.message, language),
          action: token.action && translate(token.action, language),
        })),
      };
    },
  );
  app.get(
    '/api/v1/sources/gaps',
    { schema: { querystring: SourceGapsQuery, response: { 200: SourceGapsResponse }, tags } },
    async (request) => {
      const now = deps.clock.now();
      const { timezone } = await deps.academy();
      const period = resolvePeriod(request.query, now, timezone);
      const { start, end, preset } = period;
      return {
        ...success,
        period: { start, end, timezone, preset },
        today: businessDayOf(now, timezone),
        sources: await sourceGaps(deps.db, period),
      };
    },
  );
}

function registerIntegrations(app: Server, deps: DiagnosticsDeps): void {
  const said = (integration: Integration, language: Language): Integration => ({
    ...integration,
    message: translate(integration.message, language),
  });
  app.get(
    '/api/integrations/all',
    { schema: { response: { 200: IntegrationsResponse }, tags } },
    async (request) => {
      const integrations = await readIntegrations(deps);
      const language = languageOf(request);
      return {
        ...success,
        overall: overallStatus(integrations),
        integrations: integrations.map((integration) => said(integration, language)),
      };
    },
  );
  for (const [service, read] of Object.entries(READERS))
    app.get(
      `/api/integrations/${service}`,
      { schema: { response: { 200: IntegrationResponse }, tags } },
      async (request) => ({ ...success, ...said(await read(deps), languageOf(request)) }),
    );
}

function registerDiagnostics(app: Server, deps: DiagnosticsDeps): void {
  app.get(
    '/api/admin/diagnostics',
    { schema: { response: { 200: DiagnosticsVerdictResponse }, tags } },
    async () => ({
      ...success,
      status: worst((await runChecks(deps)).map(({ status }) => status)),
      service: 'integrations-diagnostics' as const,
      timestamp: deps.clock.now().toISOString(),
    }),
  );
  for (const path of ['/api/admin/diagnostics', '/api/admin/integrations/diagnostics'])
    app.post(path, { schema: { response: { 200: DiagnosticsResponse }, tags } }, async (request) => {
      const language = languageOf(request);
      const checks = (await runChecks(deps)).map((check) => saidCheck(check, language));
      const count = (status: DiagnosticCheck['status']) =>
        checks.filter((check) => check.status === status).length;
      return {
        ...success,
        data: {
          overall_status: worst(checks.map(({ status }) => status)),
          diagnostics: checks,
          summary: {
            total: checks.length,
            ...{ ok: count('ok'), warning: count('warning'), error: count('error') },
          },
        },
      };
    });
}

function saidCheck(check: DiagnosticCheck, language: Language): DiagnosticCheck {
  return {
    ...check,
    message: translate(check.message, language),
    cause: check.cause && translate(check.cause, language),
    action: check.action && translate(check.action, language),
  };
}
