import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { single, queryEntries } from '../http/query.ts';
import type { Simulation } from '../simulation.ts';
import { addDays } from '../world/calendar.ts';
import { truthOf } from '../world/truth.ts';
import { registerActs } from './act-routes.ts';
import { faultsSchema } from './faults.ts';

const day = z.iso.date();

/** The handle of tests and demonstrations: reads everything, makes things happen, breaks things. */
export function registerControl(app: FastifyInstance, sim: Simulation): void {
  void app.register(
    async (scope) => {
      scope.setErrorHandler((error, _, reply) => {
        const status = error instanceof z.ZodError ? 400 : 500;
        reply
          .code(status)
          .send({ error: error instanceof z.ZodError ? z.prettifyError(error) : String(error) });
      });
      registerState(scope, sim);
      registerRecords(scope, sim);
      registerFaults(scope, sim);
      registerActs(scope, sim);
    },
    { prefix: '/control' },
  );
}

function registerState(scope: FastifyInstance, sim: Simulation): void {
  const { academy } = sim;
  scope.get('/state', async () => ({
    seed: academy.seed,
    anchor: new Date(sim.anchorMs).toISOString(),
    now: new Date(sim.now()).toISOString(),
    timezone: academy.calendar.zone,
    counts: {
      people: academy.world.people.size,
      leads: academy.world.leads.size,
      deals: academy.world.deals.size,
    },
    live: sim.live.state,
    faults: sim.faults.all,
    landing: sim.landing.progress,
    amocrm: { busiest_second: sim.limiter.busiestSecond },
    hooks: Object.fromEntries(
      ['sending', 'retrying', 'delivered', 'failed', 'dropped'].map((state) => [
        state,
        sim.hooks.records.filter((record) => record.state === state).length,
      ]),
    ),
  }));
  scope.get('/truth', async (request) => {
    const query = queryEntries(request.url);
    const today = academy.calendar.dayOf(sim.now());
    const end = day.parse(single(query, 'end') ?? today);
    const start = day.parse(
      single(query, 'start') ?? addDays(academy.calendar.dayOf(sim.anchorMs), -sim.historyDays),
    );
    return truthOf(academy, start, end, sim.now());
  });
}

function registerRecords(scope: FastifyInstance, sim: Simulation): void {
  scope.get('/calls', async () => Object.fromEntries(sim.calls));
  scope.delete('/calls', async (_, reply) => {
    sim.calls.clear();
    return reply.code(204).send();
  });
  scope.get('/hooks', async () => ({ subscriptions: sim.hooks.subscriptions.all, hooks: sim.hooks.records }));
  scope.get('/meta/events', async () => ({
    total: sim.serverEvents.length,
    versions: [...sim.serverEventVersions],
    events: sim.serverEvents,
  }));
  scope.delete('/meta/events', async (_, reply) => {
    sim.serverEvents.length = 0;
    return reply.code(204).send();
  });
  scope.get('/telegram/messages', async () => ({ messages: sim.messages }));
  scope.delete('/telegram/messages', async (_, reply) => {
    sim.messages.length = 0;
    return reply.code(204).send();
  });
}

function registerFaults(scope: FastifyInstance, { faults }: Simulation): void {
  scope.get('/faults', async () => faults.all);
  scope.post('/faults', async (request) => {
    faults.set(faultsSchema.parse(request.body));
    return faults.all;
  });
  scope.delete('/faults', async (_, reply) => {
    faults.clear();
    return reply.code(204).send();
  });
}
