import type { CreateChatCodeResponse, TelegramChat, TelegramResponse } from '@traffic/contract';
import { sql } from 'kysely';
import type { TelegramClient } from '../integrations/telegram/index.ts';
import { pollUpdates } from '../modules/notifications/poll-updates.ts';
import { sendNotices } from '../modules/notifications/send-notices.ts';
import { noticeReaders } from '../worker.ts';
import { ADMIN_TOKEN, createTestServer, leadHook } from './running-server.ts';
import { startTelegramSimulator } from './telegram-simulator.ts';

/** The chat of TELEGRAM_CHAT_IDS. */
export const EVERYBODY = '-1001234567890';

export type TelegramSchool = Awaited<ReturnType<typeof startTelegramSchool>>;

/** A server with a bot, a Bot API around it, and a clock that the test moves. */
export async function startTelegramSchool() {
  const at = { now: new Date('2026-11-25T09:00:00Z') };
  const simulator = await startTelegramSimulator();
  const server = await createTestServer({
    now: () => at.now,
    env: { ...simulator.environment, TELEGRAM_CHAT_IDS: EVERYBODY, PUBLIC_URL: 'https://school.example' },
  });
  const { db } = server.context;
  const ask = async <T>(method: 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'PUT', url: string, body?: object) => {
    const answer = await server.app.inject({
      ...{ method, url, headers: { authorization: `Bearer ${ADMIN_TOKEN}` } },
      ...(body === undefined ? {} : { payload: body }),
    });
    return { status: answer.statusCode, body: answer.json<T>() };
  };
  const client = (): TelegramClient => {
    if (server.context.telegram === null) throw new Error('Telegram is configured here');
    return server.context.telegram;
  };
  const deps = () => ({ ...server.context, ...noticeReaders(server.context), telegram: client() });
  /** Sends what is due, as the worker would. */
  const flush = async () => {
    while (await sendNotices(deps()));
  };
  const poll = (owner = 'a') => pollUpdates(deps(), owner, { waitSeconds: 0 });
  const chats = async () => (await ask<TelegramResponse>('GET', '/api/v1/telegram')).body.chats;
  const codeFor = async (team: string | null, language = 'ru') =>
    (await ask<CreateChatCodeResponse>('POST', '/api/v1/telegram/codes', { team, language })).body;
  return {
    ...{ at, simulator, server, ask, client, deps, flush, poll, chats, codeFor },
    later(ms: number) {
      at.now = new Date(at.now.getTime() + ms);
    },
    async chat(chatId: string): Promise<TelegramChat> {
      const found = (await chats()).find(({ chat_id }) => chat_id === chatId);
      if (found === undefined) throw new Error(`no chat ${chatId}`);
      return found;
    },
    /** Connects a chat by a code and forgets the welcome. */
    async connect(chatId: string, team: string | null, language = 'ru') {
      const { code } = await codeFor(team, language);
      await simulator.write(chatId, `/connect ${code}`);
      await poll();
      await flush();
      await simulator.forget();
    },
    /** States of all messages by their keys, oldest first. */
    async states() {
      const { rows } = await sql<{ key: string; state: string }>`
        select dedupe_key as key, state from notifications where kind <> 'reply' order by id`.execute(db);
      return Object.fromEntries(rows.map(({ key, state }) => [key, state]));
    },
    /** A deal won now, told by a hook. */
    async sell(id: number, utm_source: string, price: string | number = 5000) {
      const utm = { utm_source, utm_campaign: `c<${id}>` };
      const deal = { id, name: 'Айгерим <b>', status_id: 142, pipeline_id: 10350882, price };
      const updated_at = Math.floor(at.now.getTime() / 1000);
      await server.hook(leadHook('status', { ...deal, updated_at, utm }));
      await server.processInbox();
    },
    openAlarms: () =>
      db.selectFrom('alarms').select(['key', 'raised']).where('closed_at', 'is', null).execute(),
    async close() {
      await server.close();
      await simulator.close();
    },
  };
}
