import {
  ChangeChatRequest,
  ChatResponse,
  CreateChatCodeRequest,
  CreateChatCodeResponse,
  SetQuietHoursRequest,
  SuccessResponse,
  TelegramResponse,
  TestChatResponse,
} from '@traffic/contract';
import { z } from 'zod';
import type { TelegramClient } from '../../integrations/telegram/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import { AppError } from '../../platform/errors.ts';
import type { Server } from '../../platform/http/index.ts';
import type { Logger } from '../../platform/log.ts';
import { actorOf, requirePrincipal } from '../access/index.ts';
import { changeChat, readChat, removeChat } from './change-chat.ts';
import { createChatCode } from './create-code.ts';
import { readTelegramSettings } from './list-chats.ts';
import { setQuietHours } from './quiet-hours.ts';
import { sendTest, testText } from './send-test.ts';

export type ChatDeps = { db: Db; clock: Clock; log: Logger; telegram: TelegramClient | null };

const tags = ['notifications'];
const success = { success: true as const };
const Id = z.object({ id: z.string().max(30) });

/** Whom the bot writes to: chats and their choices, one-time codes, quiet hours, a test of one chat. */
export function registerChatRoutes(app: Server, deps: ChatDeps): void {
  const { db } = deps;
  const settings = async () => ({
    ...success,
    ...(await readTelegramSettings(db, deps.telegram !== null)),
  });
  app.get('/api/v1/telegram', { schema: { response: { 200: TelegramResponse }, tags } }, settings);
  app.put(
    '/api/v1/telegram/quiet-hours',
    { schema: { body: SetQuietHoursRequest, response: { 200: TelegramResponse }, tags } },
    async (request) => {
      await setQuietHours(deps, actorOf(requirePrincipal(request)), request.body.quiet_hours);
      return settings();
    },
  );
  app.post(
    '/api/v1/telegram/codes',
    { schema: { body: CreateChatCodeRequest, response: { 200: CreateChatCodeResponse }, tags } },
    async (request) => {
      if (deps.telegram === null)
        throw new AppError('unavailable', 'Telegram не подключён: задайте TELEGRAM_BOT_TOKEN');
      const { code, expiresAt } = await createChatCode(
        deps,
        actorOf(requirePrincipal(request)),
        request.body,
      );
      return { ...success, code, expires_at: expiresAt.toISOString() };
    },
  );
  registerOneChat(app, deps);
}

function registerOneChat(app: Server, deps: ChatDeps): void {
  app.patch(
    '/api/v1/telegram/chats/:id',
    { schema: { params: Id, body: ChangeChatRequest, response: { 200: ChatResponse }, tags } },
    async (request) => ({
      ...success,
      chat: await changeChat(deps, actorOf(requirePrincipal(request)), request.params.id, request.body),
    }),
  );
  app.delete(
    '/api/v1/telegram/chats/:id',
    { schema: { params: Id, response: { 200: SuccessResponse }, tags } },
    async (request) => {
      await removeChat(deps, actorOf(requirePrincipal(request)), request.params.id);
      return success;
    },
  );
  app.post(
    '/api/v1/telegram/chats/:id/test',
    { schema: { params: Id, response: { 200: TestChatResponse }, tags } },
    async (request) => {
      const { telegram } = deps;
      const { chat_id, language } = await readChat(deps.db, request.params.id);
      if (telegram === null)
        throw new AppError('unavailable', 'Telegram не подключён: задайте TELEGRAM_BOT_TOKEN');
      const result = await sendTest({ ...deps, telegram }, chat_id, testText(language));
      return { ...success, delivered: result.kind === 'sent', answer: result.answer };
    },
  );
}
