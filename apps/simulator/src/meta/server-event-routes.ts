import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Simulation } from '../simulation.ts';
import { errors } from './graph-error.ts';
import { DATASET_ID, readServerEvents } from './server-events.ts';

interface Dataset {
  Params: { version: string; node: string };
}

/** POST /{dataset}/events: the Conversions API. Nothing is deduplicated between requests of servers. */
export function registerServerEvents(scope: FastifyInstance, sim: Simulation): void {
  let requests = 0;
  scope.post<Dataset>('/:node/events', async (request, reply) => {
    const { node: datasetId, version } = request.params;
    if (datasetId !== DATASET_ID) throw errors.unknownNode(datasetId);
    const { events, testCode } = readServerEvents(request.body, sim.now());
    requests += 1;
    const taken = { datasetId, testCode, request: requests, atMs: sim.now() };
    for (const event of events) sim.serverEvents.push({ ...taken, event });
    sim.serverEventVersions.add(version);
    if (sim.faults.get('meta')?.loseAnswer === true) {
      sim.faults.take('meta');
      return hangUp(reply);
    }
    return { events_received: events.length, messages: [], fbtrace_id: `Asimulated${requests}` };
  });
}

/** The events are taken and nobody is told: the worst moment for a network to fail. */
function hangUp(reply: FastifyReply): FastifyReply {
  reply.hijack();
  reply.raw.destroy();
  return reply;
}
