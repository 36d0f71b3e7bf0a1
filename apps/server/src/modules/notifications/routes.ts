import { TestNotificationRequest, TestNotificationResponse } from '@traffic/contract';
import { AppError, UpstreamError } from '../../platform/errors.ts';
import type { Server } from '../../platform/http/index.ts';
import { resolveTeamFilter, type TeamFilter } from '../settings/index.ts';
import { type ChatDeps, registerChatRoutes } from './chat-routes.ts';
import { chatsFor } from './chats-repo.ts';
import { formatSaleNotice, type SaleNotice } from './format-sale-notice.ts';
import { textOf } from './notice-texts.ts';
import { sendTest } from './send-test.ts';

type Deps = ChatDeps & { currency: () => Promise<string> };

export function registerNotificationRoutes(app: Server, deps: Deps): void {
  registerChatRoutes(app, deps);
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
      const sale: SaleNotice = {
        team: filter.kind === 'team' ? filter.team : null,
        buyer: contact_name,
        amount: sale_amount,
        currency: await deps.currency(),
        product: product_name,
        campaign: null,
      };
      return { success: true as const, chats: await sendToAll(deps, filter, sale) };
    },
  );
}

/**
 * Sends the sale to the chats that would be told of it: everybody's and the team's.
 *
 * @throws AppError when Telegram is not set up; UpstreamError when no chat took the message
 */
async function sendToAll(deps: Deps, filter: TeamFilter, sale: SaleNotice) {
  const { telegram } = deps;
  const teamId = filter.kind === 'team' ? filter.team.id : null;
  const concerned = (await chatsFor(deps.db, 'sale_notices')).filter(
    (chat) => chat.team_id === null || chat.team_id === teamId,
  );
  if (telegram === null || concerned.length === 0)
    throw new AppError(
      'unavailable',
      'Telegram не настроен: задайте TELEGRAM_BOT_TOKEN и подключите чат в «Настройках»',
    );
  const chats = [];
  for (const { chat_id, language } of concerned) {
    const text = `🧪 ${textOf('test.title', language)}\n${formatSaleNotice(sale, language)}`;
    const result = await sendTest({ ...deps, telegram }, chat_id, text);
    chats.push({
      chat_id,
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
