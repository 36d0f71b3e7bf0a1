import { randomUUID } from 'node:crypto';
import { TestNotificationRequest, TestNotificationResponse } from '@traffic/contract';
import type { SendResult, TelegramClient } from '../../integrations/telegram/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import { AppError, UpstreamError } from '../../platform/errors.ts';
import type { Server } from '../../platform/http/index.ts';
import { resolveTeamFilter } from '../settings/index.ts';
import { formatSaleNotice } from './format-sale-notice.ts';

type Deps = {
  db: Db;
  clock: Clock;
  telegram: TelegramClient | null;
  chatIds: string[];
  currency: () => Promise<string>;
};

export function registerNotificationRoutes(app: Server, deps: Deps): void {
  app.post(
    '/api/amocrm/test-sale-notification',
    {
      schema: {
        body: TestNotificationRequest,
        response: { 200: TestNotificationResponse },
        tags: ['notifications'],
      },
    },
    async (request) => {
      const { targetologist, contact_name, sale_amount, product_name } = request.body;
      const filter = await resolveTeamFilter(deps.db, targetologist);
      const text = formatSaleNotice({
        team: filter.kind === 'team' ? filter.team : null,
        buyer: contact_name,
        amount: sale_amount,
        currency: await deps.currency(),
        product: product_name,
        campaign: null,
      });
      return { success: true as const, chats: await sendToAll(deps, `🧪 Проверка\n${text}`) };
    },
  );
}

/** @throws AppError when Telegram is not set up; UpstreamError when no chat took the message */
async function sendToAll(deps: Deps, text: string) {
  const { telegram, chatIds } = deps;
  if (telegram === null || chatIds.length === 0)
    throw new AppError('unavailable', 'Telegram не настроен: задайте TELEGRAM_BOT_TOKEN и TELEGRAM_CHAT_IDS');
  const chats = [];
  for (const chatId of chatIds) {
    const result = await telegram.send(chatId, text);
    await remember(deps, chatId, result);
    chats.push({
      chat_id: chatId,
      delivered: result.kind === 'sent',
      message_id: result.kind === 'sent' ? result.messageId : null,
      answer: result.answer,
    });
  }
  if (chats.every((chat) => !chat.delivered))
    throw new UpstreamError('telegram', 'Telegram не принял сообщение ни в одном чате', {
      status: Number.parseInt(chats[0]?.answer ?? '', 10) || null,
      details: { chats },
    });
  return chats;
}

/** A test is a message like any other to whoever asks how Telegram is. */
async function remember({ db, clock }: Deps, chatId: string, result: SendResult): Promise<void> {
  const now = clock.now();
  const sent = result.kind === 'sent';
  await db
    .insertInto('notifications')
    .values({
      ...{ dedupe_key: `test:${randomUUID()}`, kind: 'test', chat_id: chatId, payload: '{}', attempts: 1 },
      ...{ state: sent ? 'sent' : 'failed', answer: result.answer, due_at: now, sent_at: sent ? now : null },
      message_id: sent ? String(result.messageId) : null,
    })
    .execute();
}
