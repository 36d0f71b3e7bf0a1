import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startSimulator } from '../../../simulator/src/index.ts';

/** A Bot API whose people and faults are the test's. */
export type TelegramSimulator = {
  environment: { TELEGRAM_API_URL: string; TELEGRAM_BOT_TOKEN: string };
  /** Texts the bot has sent to a chat, oldest first. */
  texts(chatId: string): Promise<string[]>;
  /** Forgets what was sent. */
  forget(): Promise<void>;
  /** Somebody writes to the bot in this chat. */
  write(chatId: string, text: string): Promise<void>;
  /** The bot is taken into the chat, or thrown out. */
  membership(chatId: string, inside: boolean): Promise<void>;
  fault(fault: object | null): Promise<void>;
  close(): Promise<void>;
};

export async function startTelegramSimulator(): Promise<TelegramSimulator> {
  const preset: unknown = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../../../presets/onai-academy.json'), 'utf8'),
  );
  const simulator = await startSimulator({ port: 0, preset, historyDays: 0 });
  const messages = async () =>
    (await simulator.control('GET', '/telegram/messages')) as {
      messages: { chat_id: string; text: string }[];
    };
  return {
    environment: {
      TELEGRAM_API_URL: `${simulator.url}/telegram`,
      TELEGRAM_BOT_TOKEN: '100200300:sim-telegram-token',
    },
    async texts(chatId) {
      const { messages: all } = await messages();
      return all.filter(({ chat_id }) => chat_id === chatId).map(({ text }) => text);
    },
    async forget() {
      await simulator.control('DELETE', '/telegram/messages');
    },
    async write(chatId, text) {
      await simulator.control('POST', '/telegram/messages', { chat_id: chatId, text });
    },
    async membership(chatId, inside) {
      await simulator.control('POST', '/telegram/messages', { chat_id: chatId, blocked: !inside });
    },
    async fault(fault) {
      await simulator.control('POST', '/faults', { telegram: fault });
    },
    close: () => simulator.close(),
  };
}
