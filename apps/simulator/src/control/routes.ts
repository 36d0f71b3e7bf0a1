import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { single, queryEntries } from '../http/query.ts';
import type { Simulation } from '../simulation.ts';
import { addDays } from '../world/calendar.ts';
import { chatOf } from '../telegram/routes.ts';
import { truthOf } from '../world/truth.ts';
import { registerActs } from './act-routes.ts';
import { faultsSchema } from './faults.ts';

const day = z.iso.date();
const incomingSchema = z.strictObject({
  chat_id: z.coerce.string(),
  text: z.string().optional(),
  /** Instead of a text: the bot is thrown out of the chat, or taken back. */
  blocked: z.boolean().optional(),
});

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
  scope.post('/telegram/messages', async (request) => {
    const { chat_id: chatId, text, blocked } = incomingSchema.parse(request.body);
    sim.chats.add(chatId);
    const chat = chatOf(chatId);
    const date = Math.floor(sim.now() / 1000);
    const from = { id: 7001, is_bot: false, first_name: 'Admin' };
    if (blocked !== undefined)
      return sim.updates.push({
        my_chat_member: {
          ...{ chat, date, from },
          new_chat_member: { status: blocked ? 'kicked' : 'member', user: { id: 1, is_bot: true } },
        },
      });
    return sim.updates.push({
      message: { message_id: sim.nextMessageId(), ...{ chat, date, from, text: text ?? '' } },
    });
  });
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
