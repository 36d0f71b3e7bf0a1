import {
  BackfillRequest,
  FacebookAccountsResponse,
  FacebookCampaignsParams,
  FacebookCampaignsResponse,
  InsightsQuery,
  InsightsResponse,
  IntegrationResponse,
  StartJobQuery,
  StartJobResponse,
} from '@traffic/contract';
import { AppError } from '../../platform/errors.ts';
import type { Server } from '../../platform/http/index.ts';
import type { JobQueue } from '../../platform/jobs.ts';
import type { SharedCache } from '../../platform/shared-cache.ts';
import { languageOf } from '../../platform/translate.ts';
import { requirePrincipal, visibleTeam } from '../access/index.ts';
import { readQuestion, type ReportDeps } from '../analytics/index.ts';
import { startJob } from '../operations/index.ts';
import { SPEND_BACKFILL, SPEND_REFRESH, wishBackfill } from '../spend/index.ts';
import { cachedAnswers } from './cached-answers.ts';
import { insights } from './insights.ts';
import { readCampaigns } from './read-campaigns.ts';
import { readFacebookStatus } from './read-facebook-status.ts';
import { readAccounts } from './read-tree.ts';

export type ReportRoutesDeps = ReportDeps & {
  cache: SharedCache;
  jobs: JobQueue;
  /** Whether there is a token of Meta. */
  configured: boolean;
};

const tags = ['facebook'];
const success = { success: true as const };

/** Meta's accounts, campaigns and figures, all from our database; and the jobs that read them anew. */
export function registerReportRoutes(app: Server, deps: ReportRoutesDeps): void {
  const { db } = deps;
  const answer = cachedAnswers(deps);
  app.get(
    '/api/traffic-facebook/accounts',
    { schema: { response: { 200: FacebookAccountsResponse }, tags } },
    async (request) => {
      const language = languageOf(request);
      return answer(['accounts', language], async () => ({
        ...success,
        accounts: await readAccounts(db, language),
      }));
    },
  );
  app.get(
    '/api/traffic-facebook/campaigns/:accountId',
    { schema: { params: FacebookCampaignsParams, response: { 200: FacebookCampaignsResponse }, tags } },
    async (request) => {
      const account_id = request.params.accountId;
      return answer(['campaigns', account_id], async () => ({
        ...{ ...success, account_id },
        campaigns: await readCampaigns(db, account_id),
      }));
    },
  );
  app.get(
    '/api/facebook-ads/insights',
    { schema: { querystring: InsightsQuery, response: { 200: InsightsResponse }, tags } },
    async (request) => {
      const slug = visibleTeam(requirePrincipal(request), request.query.team);
      const question = await readQuestion(deps, request.query, slug, languageOf(request));
      return answer(['insights', question, request.query], () => insights(deps, question, request.query));
    },
  );
  registerStatus(app, deps);
  registerJobs(app, deps);
}

function registerStatus(app: Server, deps: ReportRoutesDeps): void {
  for (const url of ['/api/traffic-facebook/health', '/api/integrations/facebook'] as const)
    app.get(url, { schema: { response: { 200: IntegrationResponse }, tags } }, async (request) => ({
      ...success,
      ...(await readFacebookStatus(deps, deps.configured, languageOf(request))),
    }));
}

function registerJobs(app: Server, { db, jobs, configured }: ReportRoutesDeps): void {
  const mustBeConfigured = () => {
    if (!configured) throw new AppError('unavailable', 'Meta не подключена: задайте FB_ACCESS_TOKEN');
  };
  app.post(
    '/api/traffic-facebook/refresh',
    { schema: { querystring: StartJobQuery, response: { 200: StartJobResponse }, tags } },
    async (request) => {
      mustBeConfigured();
      const waitMs = request.query.wait * 1000;
      return { ...success, kind: SPEND_REFRESH, ...(await startJob({ db, jobs }, SPEND_REFRESH, waitMs)) };
    },
  );
  app.post(
    '/api/v1/facebook/backfill',
    { schema: { body: BackfillRequest, response: { 200: StartJobResponse }, tags } },
    async (request) => {
      mustBeConfigured();
      await wishBackfill(db, request.body.months);
      // The job also runs by the clock, should the queue be away.
      const started = await jobs.enqueue(SPEND_BACKFILL).catch(() => false);
      return { ...success, kind: SPEND_BACKFILL, started, job: null };
    },
  );
}
