import { setTimeout as sleep } from 'node:timers/promises';
import { Bot, GrammyError } from 'grammy';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningSimulator } from '../start-simulator.ts';
import { startForTest } from '../test/start.ts';

const CHAT = '-1001234567890';
let simulator: RunningSimulator;
let bot: Bot;

beforeAll(async () => {
  simulator = await startForTest({ historyDays: 0 });
  bot = new Bot('100200300:sim-telegram-token', { client: { apiRoot: `${simulator.url}/telegram` } });
});
afterAll(() => simulator.close());

/** Waits until the bot has been asked for updates so many times since the simulator started. */
async function polls(count: number): Promise<void> {
  for (;;) {
    const calls = (await simulator.control('GET', '/calls')) as Record<string, number>;
    if ((calls['POST /telegram/bot:token/getUpdates'] ?? 0) >= count) return;
    await sleep(10);
  }
}

describe('grammy', () => {
  it('knows itself and the chat', async () => {
    expect(await bot.api.getMe()).toMatchObject({ id: 100_200_300, is_bot: true });
    expect(await bot.api.getChat(CHAT)).toMatchObject({ id: Number(CHAT), type: 'supergroup' });
    expect(await bot.api.getUpdates()).toEqual([]);
  });

  it('sends a message that is kept as it was sent', async () => {
    const sent = await bot.api.sendMessage(CHAT, 'Продажа <b>5 000 ₸</b>', { parse_mode: 'HTML' });
    expect(sent).toMatchObject({ text: 'Продажа <b>5 000 ₸</b>', chat: { id: Number(CHAT) } });
    expect(await simulator.control('GET', '/telegram/messages')).toMatchObject({
      messages: [{ chat_id: CHAT, text: 'Продажа <b>5 000 ₸</b>', parse_mode: 'HTML' }],
    });
  });

  it('is refused for an unknown chat and with an unknown token', async () => {
    await expect(bot.api.sendMessage('42', 'x')).rejects.toMatchObject({ error_code: 400 });
    const stranger = new Bot('1:wrong', { client: { apiRoot: `${simulator.url}/telegram` } });
    await expect(stranger.api.getMe()).rejects.toMatchObject({ error_code: 401 });
  });

  it('is told how long to wait, once, and that it was blocked', async () => {
    await simulator.control('POST', '/faults', { telegram: { status: 429, retryAfter: 7, times: 1 } });
    const error: unknown = await bot.api.sendMessage(CHAT, 'x').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(GrammyError);
    expect(error).toMatchObject({ error_code: 429, parameters: { retry_after: 7 } });
    await bot.api.sendMessage(CHAT, 'now');
    await simulator.control('POST', '/faults', { telegram: { status: 403, chatId: CHAT } });
    await expect(bot.api.sendMessage(CHAT, 'x')).rejects.toMatchObject({ error_code: 403 });
    expect(await bot.api.getMe()).toMatchObject({ is_bot: true });
  });

  it('reads what people write once, in order, and is told of a second poller', async () => {
    expect(await bot.api.getUpdates()).toEqual([]);
    const waiting = bot.api.getUpdates({ timeout: 20, allowed_updates: ['message'] });
    await simulator.control('POST', '/telegram/messages', { chat_id: '-42', text: '/connect ABCD' });
    const [first] = await waiting;
    expect(first?.message).toMatchObject({ text: '/connect ABCD', chat: { id: -42 } });
    expect(await bot.api.getUpdates()).toHaveLength(1);
    const offset = (first?.update_id ?? 0) + 1;
    expect(await bot.api.getUpdates({ offset })).toEqual([]);
    const ended = bot.api.getUpdates({ offset, timeout: 20 }).catch((reason: unknown) => reason);
    await polls(6);
    await bot.api.getUpdates({ offset });
    expect(await ended).toMatchObject({ error_code: 409 });
    await bot.api.sendMessage('-42', 'welcome');
  });
});
