import { SuccessResponse, TripwireColumns, TripwireResponse } from '@traffic/contract';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import { AppError } from '../../platform/errors.ts';
import type { Server } from '../../platform/http/index.ts';
import type { JobQueue } from '../../platform/jobs.ts';
import { actorOf, requirePrincipal, writeAudit } from '../access/index.ts';
import { readColumns, saveColumns } from './columns.ts';
import type { Tripwire } from './tripwire-database.ts';
import { TRIPWIRE_JOB, tripwireState, tripwireStatistics } from './tripwire-state.ts';

type Deps = { db: Db; clock: Clock; jobs: JobQueue; tripwire: Tripwire };
const URL = '/api/v1/sources/tripwire';
const tags = ['sources'];

/** The Tripwire lessons as a source: state, statistics, where its columns are, and reading it now. */
export function registerTripwireRoutes(app: Server, deps: Deps): void {
  const { db, clock, tripwire } = deps;
  app.get(URL, { schema: { response: { 200: TripwireResponse }, tags } }, async () => ({
    success: true as const,
    state: await tripwireState(deps, tripwire.configured),
    statistics: await tripwireStatistics(db),
    columns: await readColumns(db),
  }));
  app.put(
    `${URL}/columns`,
    { schema: { body: TripwireColumns, response: { 200: SuccessResponse }, tags } },
    async (request) => {
      await db.transaction().execute(async (trx) => {
        const before = await readColumns(trx);
        await saveColumns(trx, request.body, clock.now());
        const actor = actorOf(requirePrincipal(request));
        await writeAudit(trx, clock, { actor, action: 'tripwire.columns', before, after: request.body });
      });
      return { success: true as const };
    },
  );
  app.post(
    `${URL}/sync`,
    { schema: { response: { 202: SuccessResponse }, tags } },
    async (_request, reply) => {
      if (!tripwire.configured)
        throw new AppError('unavailable', 'База Tripwire не подключена: задайте TRIPWIRE_DATABASE_URL');
      await deps.jobs.enqueue(TRIPWIRE_JOB);
      return reply.code(202).send({ success: true as const });
    },
  );
}
