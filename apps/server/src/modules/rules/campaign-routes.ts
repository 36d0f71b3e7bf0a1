import {
  AssignCampaignRequest,
  AssignCampaignResponse,
  CampaignTeamsResponse,
  UnassignCampaignParams,
  UnassignCampaignQuery,
} from '@traffic/contract';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Server } from '../../platform/http/index.ts';
import type { JobQueue } from '../../platform/jobs.ts';
import { actorOf, requirePrincipal } from '../access/index.ts';
import { bumpTopic } from '../live/index.ts';
import { assignCampaign, listCampaignTeams, unassignCampaign } from './assign-campaign.ts';

/** Decides what stands on moved ads again; see worker.ts. */
export const SETTLE_JOB = 'attribution.settle';

const tags = ['attribution'];
const success = { success: true as const };

/** Campaigns that a person gave to a team. */
export function registerCampaignRoutes(app: Server, deps: { db: Db; clock: Clock; jobs: JobQueue }): void {
  const { db, jobs } = deps;
  const moved = async (days: number) => {
    await bumpTopic(db, 'spend');
    // Sales and leads follow the ad they stand on. The job also runs by the clock, should the queue be away.
    if (days > 0) await jobs.enqueue(SETTLE_JOB).catch(() => false);
    return { ...success, moved_ad_days: days };
  };
  app.get(
    '/api/v1/campaign-teams',
    { schema: { response: { 200: CampaignTeamsResponse }, tags } },
    async () => ({
      ...success,
      assignments: await listCampaignTeams(db),
    }),
  );
  app.post(
    '/api/v1/campaign-teams',
    { schema: { body: AssignCampaignRequest, response: { 200: AssignCampaignResponse }, tags } },
    async (request) => moved(await assignCampaign(deps, actorOf(requirePrincipal(request)), request.body)),
  );
  app.delete(
    '/api/v1/campaign-teams/:campaign_id',
    {
      schema: {
        params: UnassignCampaignParams,
        querystring: UnassignCampaignQuery,
        response: { 200: AssignCampaignResponse },
        tags,
      },
    },
    async (request) => {
      const { campaign_id } = request.params;
      const actor = actorOf(requirePrincipal(request));
      return moved(await unassignCampaign(deps, actor, campaign_id, request.query.valid_from ?? null));
    },
  );
}
