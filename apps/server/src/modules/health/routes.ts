import { SuccessResponse } from '@traffic/contract';
import { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import { type Db, pingDatabase } from '../../platform/database/index.ts';
import { AppError } from '../../platform/errors.ts';
import type { Drain } from '../../platform/drain.ts';
import type { Metrics } from '../../platform/metrics.ts';
import type { Server } from '../../platform/http/index.ts';
import { readBacklog } from './backlog.ts';
import { lastHeartbeat } from './heartbeat.ts';

const WORKER_SILENCE_MS = 60_000;

const Ready = SuccessResponse.extend({ database: z.literal('ok'), worker: z.literal('ok') });

/**
 * `/healthz`: this process lives and takes requests; what a balancer asks, because with the database away hooks must still come in. `/readyz`: it can do its work (not stopping, database reachable, a worker beating). `/metrics`: what it
 * counts, for Prometheus.
 */
export function registerHealthRoutes(
  app: Server,
  deps: { db: Db; clock: Clock; metrics: Metrics; drain: Drain },
): void {
  deps.metrics.watchBacklog(() => readBacklog(deps.db, deps.clock.now()));
  app.get('/healthz', { schema: { response: { 200: SuccessResponse }, tags: ['health'] } }, async () => {
    refuseWhenLeaving(deps.drain);
    return { success: true as const };
  });
  app.get('/metrics', { schema: { tags: ['health'] } }, async (_request, reply) => {
    const { contentType, body } = await deps.metrics.print();
    return reply.type(contentType).send(body);
  });
  app.get('/readyz', { schema: { response: { 200: Ready }, tags: ['health'] } }, async () => {
    refuseWhenLeaving(deps.drain);
    await pingDatabase(deps.db);
    const beat = await lastHeartbeat(deps.db);
    if (beat === null || deps.clock.now().getTime() - beat.getTime() > WORKER_SILENCE_MS)
      throw new AppError(
        'unavailable',
        'Ни один worker не работает: запустите --role=worker или --role=all',
        {
          details: { worker_last_seen: beat?.toISOString() ?? null },
        },
      );
    return { success: true as const, database: 'ok' as const, worker: 'ok' as const };
  });
}

function refuseWhenLeaving({ begun }: Drain): void {
  if (begun) throw new AppError('unavailable', 'Этот процесс останавливается: обратитесь к другому');
}
