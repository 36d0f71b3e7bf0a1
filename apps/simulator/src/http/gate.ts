import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Fault, FaultBook, FaultTarget } from '../control/faults.ts';

type Target = Exclude<FaultTarget, 'hooks'>;

/**
 * Puts a target's faults in front of all of its routes: the latency first, then `answer`, which replies when the fault says
 * so and returns true.
 */
export function guardWithFaults<T extends Target>(
  scope: FastifyInstance,
  faults: FaultBook,
  target: T,
  concerns: (fault: Fault<T>, request: FastifyRequest) => boolean,
  answer: (fault: Fault<T>, request: FastifyRequest, reply: FastifyReply) => boolean,
): void {
  scope.addHook('preHandler', async (request, reply) => {
    const known = faults.get(target);
    if (known === undefined || !concerns(known, request)) return;
    const fault = faults.take(target);
    if (fault === undefined) return;
    if (fault.latencyMs !== undefined) await sleep(fault.latencyMs, undefined, { ref: false });
    if (answer(fault, request, reply)) return reply;
  });
}
