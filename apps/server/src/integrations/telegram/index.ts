export { createTelegramClient, type SendResult, type TelegramClient } from './client.ts';
