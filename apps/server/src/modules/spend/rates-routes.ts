import { RateChangeResponse, RateKey, RatesQuery, RatesResponse, SetRateRequest } from '@traffic/contract';
import { dayBounds, resolvePeriod } from '../../platform/business-day.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Server } from '../../platform/http/index.ts';
import type { JobQueue } from '../../platform/jobs.ts';
import { actorOf, requirePrincipal } from '../access/index.ts';
import { bumpTopic } from '../live/index.ts';
import { RATES_SYNC } from './jobs.ts';
import { listRates } from './list-rates.ts';
import { removeRate, setRate } from './set-rate.ts';

type Deps = { db: Db; clock: Clock; jobs: JobQueue; academy: () => Promise<{ timezone: string }> };

const URL = '/api/v1/rates';
const tags = ['rates'];
const success = { success: true as const };

/** Exchange rates by day: the bank's, the carried ones, and those of a person. */
export function registerRatesRoutes(app: Server, deps: Deps): void {
  const { db, clock } = deps;
  app.get(
    URL,
    { schema: { querystring: RatesQuery, response: { 200: RatesResponse }, tags } },
    async (request) => {
      const { currency, ...query } = request.query;
      const { start, end } = resolvePeriod(query, clock.now(), (await deps.academy()).timezone);
      return { ...success, ...(await listRates(db, { start, end, currency })) };
    },
  );
  app.put(
    URL,
    { schema: { body: SetRateRequest, response: { 200: RateChangeResponse }, tags } },
    async (request) => {
      dayBounds(request.body.day, 'UTC');
      const rows = await setRate(deps, actorOf(requirePrincipal(request)), request.body);
      await bumpTopic(db, 'spend');
      return { ...success, rows };
    },
  );
  app.delete(
    URL,
    { schema: { querystring: RateKey, response: { 200: RateChangeResponse }, tags } },
    async (request) => {
      dayBounds(request.query.day, 'UTC');
      const rows = await removeRate(deps, actorOf(requirePrincipal(request)), request.query);
      await bumpTopic(db, 'spend');
      // The bank is asked for the day again; without a queue its own hour comes.
      await deps.jobs.enqueue(RATES_SYNC).catch(() => false);
      return { ...success, rows };
    },
  );
}
