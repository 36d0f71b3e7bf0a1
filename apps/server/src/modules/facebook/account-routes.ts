import {
  AccountParams,
  AdAccountResponse,
  BindAccountRequest,
  BindAccountResponse,
  BindingParams,
  FacebookTreeResponse,
  IncludeAccountRequest,
} from '@traffic/contract';
import type { FastifyRequest } from 'fastify';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Server } from '../../platform/http/index.ts';
import type { JobQueue } from '../../platform/jobs.ts';
import type { Logger } from '../../platform/log.ts';
import { languageOf } from '../../platform/translate.ts';
import { actorOf, requirePrincipal } from '../access/index.ts';
import { bumpTopic } from '../live/index.ts';
import { SETTLE_JOB } from '../rules/index.ts';
import { SPEND_REFRESH } from '../spend/index.ts';
import { bindAccount, includeAccount, unbindAccount } from './bind-account.ts';
import { readAccount, readTree } from './read-tree.ts';

const tags = ['facebook'];
const success = { success: true as const };

/** The structure of Meta's ad accounts: which are read, and whose each is and when. */
export function registerAccountRoutes(
  app: Server,
  deps: { db: Db; clock: Clock; log: Logger; jobs: JobQueue },
): void {
  const { db, jobs } = deps;
  const moved = async (request: FastifyRequest, accountId: string, days: number) => {
    await bumpTopic(db, 'spend');
    // Sales and leads follow the ad they stand on. The job also runs by the clock, should the queue be away.
    if (days > 0) await jobs.enqueue(SETTLE_JOB).catch(() => false);
    return {
      ...success,
      account: await readAccount(db, languageOf(request), accountId),
      moved_ad_days: days,
    };
  };
  app.get(
    '/api/v1/facebook/tree',
    { schema: { response: { 200: FacebookTreeResponse }, tags } },
    async (request) => ({ ...success, businesses: await readTree(db, languageOf(request)) }),
  );
  app.patch(
    '/api/v1/facebook/accounts/:id',
    {
      schema: {
        params: AccountParams,
        body: IncludeAccountRequest,
        response: { 200: AdAccountResponse },
        tags,
      },
    },
    async (request) => {
      const { id } = request.params;
      await includeAccount(deps, actorOf(requirePrincipal(request)), id, request.body.included);
      await bumpTopic(db, 'spend');
      // Its days are read at once; without a queue the next hour does it.
      if (request.body.included) await jobs.enqueue(SPEND_REFRESH).catch(() => false);
      return { ...success, account: await readAccount(db, languageOf(request), id) };
    },
  );
  app.post(
    '/api/v1/facebook/accounts/:id/bindings',
    {
      schema: {
        params: AccountParams,
        body: BindAccountRequest,
        response: { 200: BindAccountResponse },
        tags,
      },
    },
    async (request) => {
      const { id } = request.params;
      return moved(
        request,
        id,
        await bindAccount(deps, actorOf(requirePrincipal(request)), id, request.body),
      );
    },
  );
  app.delete(
    '/api/v1/facebook/accounts/:id/bindings/:binding_id',
    { schema: { params: BindingParams, response: { 200: BindAccountResponse }, tags } },
    async (request) => {
      const { id, binding_id } = request.params;
      return moved(
        request,
        id,
        await unbindAccount(deps, actorOf(requirePrincipal(request)), id, binding_id),
      );
    },
  );
}
