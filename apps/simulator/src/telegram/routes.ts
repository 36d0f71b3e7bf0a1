import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { guardWithFaults } from '../http/gate.ts';
import { queryEntries } from '../http/query.ts';
import type { Simulation } from '../simulation.ts';
import type { SentMessage } from './sent-message.ts';

const messageSchema = z.looseObject({
  chat_id: z.coerce.string(),
  text: z.string().min(1),
  parse_mode: z.string().optional(),
});
const pollSchema = z.looseObject({
  offset: z.coerce.number().int().default(0),
  limit: z.coerce.number().int().min(1).max(100).default(100),
  timeout: z.coerce.number().min(0).max(50).default(0),
});
const MAX_TEXT = 4096;

/** Telegram's Bot API under `/telegram/bot<TOKEN>`. */
export function registerTelegram(app: FastifyInstance, sim: Simulation): void {
  void app.register(
    async (scope) => {
      scope.addHook('preHandler', async (request, reply) => {
        const { token } = request.params as { token: string };
        if (token === sim.options.telegramToken) return;
        return fail(reply, 401, 'Unauthorized');
      });
      guardWithFaults(
        scope,
        sim.faults,
        'telegram',
        (fault, request) => {
          const method = request.routeOptions.url?.split('/').at(-1);
          // Waiting for messages goes on beside everything else: only a fault that names it is meant for it.
          if (fault.method === undefined ? method === 'getUpdates' : fault.method !== method) return false;
          return fault.chatId === undefined || fault.chatId === paramsOf(request)['chat_id']?.toString();
        },
        (fault, _, reply) => {
          if (fault.status === undefined) return false;
          failBy(reply, fault.status, fault.retryAfter ?? 5);
          return true;
        },
      );
      registerMethods(scope, sim);
    },
    { prefix: '/telegram/bot:token' },
  );
}

function registerMethods(scope: FastifyInstance, sim: Simulation): void {
  const bot = {
    id: Number(sim.options.telegramToken.split(':')[0]),
    is_bot: true,
    first_name: 'Traffic',
    username: 'traffic_sim_bot',
  };
  scope.route({
    method: ['GET', 'POST'],
    url: '/getMe',
    handler: async () => ({
      ok: true,
      result: {
        ...bot,
        can_join_groups: true,
        can_read_all_group_messages: false,
        supports_inline_queries: false,
      },
    }),
  });
  scope.route({
    method: ['GET', 'POST'],
    url: '/getUpdates',
    handler: async (request, reply) => {
      const asked = pollSchema.safeParse(paramsOf(request));
      if (!asked.success) return fail(reply, 400, 'Bad Request: wrong parameters');
      const { offset, limit, timeout } = asked.data;
      const updates = await sim.updates.take({ offset, limit, waitMs: timeout * 1000 });
      if (updates === 'conflict') return fail(reply, 409, 'Conflict: terminated by other getUpdates request');
      return { ok: true, result: updates };
    },
  });
  scope.route({
    method: ['GET', 'POST'],
    url: '/getChat',
    handler: async (request, reply) => {
      const id = paramsOf(request)['chat_id']?.toString();
      if (id === undefined || !sim.chats.has(id)) return fail(reply, 400, 'Bad Request: chat not found');
      return { ok: true, result: chatOf(id) };
    },
  });
  scope.route({
    method: ['GET', 'POST'],
    url: '/sendMessage',
    handler: async (request, reply) => {
      const message = messageSchema.safeParse(paramsOf(request));
      if (!message.success) return fail(reply, 400, 'Bad Request: message text is empty');
      const { chat_id: chatId, text, parse_mode: parseMode } = message.data;
      if (!sim.chats.has(chatId)) return fail(reply, 400, 'Bad Request: chat not found');
      if (text.length > MAX_TEXT) return fail(reply, 400, 'Bad Request: message is too long');
      const sent = keep(sim, { chat_id: chatId, text, parse_mode: parseMode ?? null, raw: message.data });
      const date = Math.floor(sim.now() / 1000);
      return {
        ok: true,
        result: { message_id: sent.message_id, from: bot, chat: chatOf(chatId), date, text },
      };
    },
  });
}

function keep(sim: Simulation, message: Omit<SentMessage, 'message_id' | 'at'>): SentMessage {
  const sent = { message_id: sim.nextMessageId(), at: new Date(sim.now()).toISOString(), ...message };
  sim.messages.push(sent);
  return sent;
}

/** Methods take their parameters from the query, a JSON body or a form. */
function paramsOf(request: FastifyRequest): Record<string, unknown> {
  const query = queryEntries(request.url).map(({ path, value }) => [path.join('.'), value]);
  const body = typeof request.body === 'object' && request.body !== null ? request.body : {};
  return { ...Object.fromEntries(query), ...body };
}

/** Ids below zero are groups. */
export function chatOf(id: string): object {
  return id.startsWith('-')
    ? { id: Number(id), type: 'supergroup', title: 'Sales' }
    : { id: Number(id), type: 'private', first_name: 'Admin' };
}

function failBy(reply: FastifyReply, status: number, retryAfter: number): void {
  if (status === 429) {
    void fail(reply, 429, `Too Many Requests: retry after ${retryAfter}`, { retry_after: retryAfter });
  } else if (status === 403) {
    void fail(reply, 403, 'Forbidden: bot was blocked by the user');
  } else {
    void fail(reply, status, status >= 500 ? 'Internal Server Error' : 'Bad Request: simulated fault');
  }
}

function fail(reply: FastifyReply, status: number, description: string, parameters?: object): FastifyReply {
  return reply
    .code(status)
    .send({ ok: false, error_code: status, description, ...(parameters && { parameters }) });
}
