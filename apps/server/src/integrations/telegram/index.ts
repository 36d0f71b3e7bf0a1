export { createTelegramClient, type PollResult, type SendResult, type TelegramClient } from './client.ts';
export type { IncomingUpdate } from './read-update.ts';
