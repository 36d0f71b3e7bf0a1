import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTelegramClient, type TelegramClient } from '../../integrations/telegram/index.ts';
import { EVERYBODY, startTelegramSchool, type TelegramSchool } from '../../testing/telegram-school.ts';
import { pollUpdates } from './poll-updates.ts';
import { queueReports } from './queue-reports.ts';
import { sendNotices } from './send-notices.ts';

const ZONE = 'Asia/Almaty';
/** Thursday, 10:00 in Almaty. */
const MORNING = new Date('2026-11-26T05:00:00Z');
const MINUTE = 60_000;

let school: TelegramSchool;

beforeEach(async () => {
  school = await startTelegramSchool();
});
afterEach(() => school.close());

describe('the outbox', () => {
  it('waits as long as Telegram asks, for all that goes to the chat, and loses nothing', async () => {
    await school.simulator.fault({ status: 429, retryAfter: 40, times: 1 });
    await school.sell(1, 'fb_kenesary');
    await school.sell(2, 'fb_kenesary');
    await school.flush();
    expect(await school.simulator.texts(EVERYBODY)).toEqual([]);
    school.later(39_000);
    await school.flush();
    expect(await school.simulator.texts(EVERYBODY)).toEqual([]);
    school.later(2_000);
    await school.flush();
    expect(await school.simulator.texts(EVERYBODY)).toHaveLength(2);
  });

  it('tries again with growing waits while Telegram is away, for hours', async () => {
    await school.simulator.fault({ status: 500 });
    await school.sell(1, 'fb_kenesary');
    for (let tries = 0; tries < 20; tries += 1) {
      await school.flush();
      school.later(11 * MINUTE);
    }
    await school.simulator.fault(null);
    await school.flush();
    expect(await school.simulator.texts(EVERYBODY)).toHaveLength(1);
  });

  it('a chat that blocked the bot is left alone with one alarm, and a test that arrives brings it back', async () => {
    await school.connect('-1', 'kenesary');
    await school.simulator.fault({ status: 403, chatId: '-1' });
    for (const id of [1, 2, 3]) await school.sell(id, 'fb_kenesary');
    await school.flush();
    await school.sell(4, 'fb_kenesary');
    await school.flush();
    expect(await school.chat('-1')).toMatchObject({
      state: 'blocked',
      last_answer: expect.stringContaining('403'),
    });
    expect(await school.openAlarms()).toEqual([{ key: 'telegram.chat.-1', raised: 1 }]);
    expect(await school.simulator.texts(EVERYBODY)).toHaveLength(4);
    await school.simulator.fault(null);
    const { id } = await school.chat('-1');
    const { body } = await school.ask('POST', `/api/v1/telegram/chats/${id}/test`);
    expect(body).toMatchObject({ delivered: true, answer: 'ok' });
    expect(await school.chat('-1')).toMatchObject({ state: 'active' });
    expect(await school.openAlarms()).toEqual([]);
  });

  it('a bot thrown out of a chat is noticed without a message, and so is its return', async () => {
    await school.connect('-1', null);
    await school.simulator.membership('-1', false);
    await school.poll();
    expect(await school.chat('-1')).toMatchObject({ state: 'blocked' });
    expect(await school.openAlarms()).toHaveLength(1);
    await school.simulator.membership('-1', true);
    await school.poll();
    expect(await school.chat('-1')).toMatchObject({ state: 'active' });
    expect(await school.openAlarms()).toEqual([]);
  });

  it('a dead token keeps the messages and raises one alarm', async () => {
    await school.sell(1, 'fb_kenesary');
    const dead = { ...school.simulator.environment, botToken: '1:dead-token' };
    const telegram = createTelegramClient({ apiUrl: dead.TELEGRAM_API_URL, botToken: dead.botToken });
    while (await sendNotices({ ...school.deps(), telegram }));
    expect(await school.openAlarms()).toEqual([{ key: 'telegram.token', raised: 1 }]);
    school.later(11 * MINUTE);
    await school.flush();
    expect(await school.simulator.texts(EVERYBODY)).toHaveLength(1);
    expect(await school.openAlarms()).toEqual([]);
  });

  it('a dead token is noticed while nothing is sent, and shown by its key and its service', async () => {
    const { TELEGRAM_API_URL: apiUrl } = school.simulator.environment;
    const telegram = createTelegramClient({ apiUrl, botToken: '1:dead-token' });
    await pollUpdates({ ...school.deps(), telegram }, 'a', { waitSeconds: 0 });
    expect(await school.openAlarms()).toEqual([{ key: 'telegram.token', raised: 1 }]);
    const key = async () => {
      const { body } = await school.ask<{ tokens: { service: string }[] }>('GET', '/api/tokens/health');
      return body.tokens.find(({ service }) => service === 'telegram');
    };
    expect(await key()).toMatchObject({ valid: false, level: 'error' });
    expect((await school.ask('GET', '/api/integrations/telegram')).body).toMatchObject({ status: 'offline' });
    await school.poll('a');
    expect(await key()).toMatchObject({ valid: true, level: 'ok' });
    expect(await school.openAlarms()).toEqual([]);
  });

  it('a group that became a supergroup keeps its messages under the new id', async () => {
    await school.sell(1, 'fb_kenesary');
    const real = school.client();
    const telegram: TelegramClient = {
      ...real,
      send: async (chatId, text) =>
        chatId === EVERYBODY
          ? { kind: 'moved', chatId: '-100777', answer: '400: group chat was upgraded' }
          : real.send(chatId, text),
    };
    await school.simulator.write('-100777', 'hello');
    while (await sendNotices({ ...school.deps(), telegram }));
    expect(await school.simulator.texts('-100777')).toHaveLength(1);
    expect((await school.chats()).map(({ chat_id }) => chat_id)).toEqual(['-100777']);
  });

  it('a connection that breaks after the request leaves a report in doubt and tells a sale again', async () => {
    await school.sell(1, 'fb_kenesary');
    school.at.now = MORNING;
    await queueReports(school.server.context.db, school.at.now, ZONE);
    const lost = { kind: 'later', retryAfterSeconds: null, inDoubt: true, answer: 'no connection' } as const;
    const telegram: TelegramClient = { ...school.client(), send: async () => lost };
    while (await sendNotices({ ...school.deps(), telegram }));
    expect(Object.values(await school.states())).toEqual(['pending', 'in_doubt']);
    school.later(MINUTE);
    await school.flush();
    expect(Object.values(await school.states())).toEqual(['sent', 'in_doubt']);
  });

  it('a sender that dies in between: a sale is told again, a report is left and marked', async () => {
    await school.sell(1, 'fb_kenesary');
    school.at.now = MORNING;
    await queueReports(school.server.context.db, school.at.now, ZONE);
    // Both were taken by a process that is gone, so nobody knows what Telegram has.
    await sql`update notifications set claimed_at = clock_timestamp() - interval '2 minutes'`.execute(
      school.server.context.db,
    );
    await school.flush();
    expect(Object.values(await school.states())).toEqual(['sent', 'in_doubt']);
    expect(await school.simulator.texts(EVERYBODY)).toEqual([expect.stringContaining('НОВАЯ ПРОДАЖА')]);
  });
});
