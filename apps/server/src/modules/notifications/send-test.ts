import { randomUUID } from 'node:crypto';
import type { ChatLanguage } from '@traffic/contract';
import type { SendResult, TelegramClient } from '../../integrations/telegram/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Logger } from '../../platform/log.ts';
import { clearChatAlarms, raiseBlocked } from './chat-alarms.ts';
import { noteAnswer } from './chats-repo.ts';
import { textOf } from './notice-texts.ts';

type Deps = { db: Db; clock: Clock; log: Logger; telegram: TelegramClient };

/** Sends a message now, past the queue, and says what Telegram answered. One that arrives brings a blocked chat back. */
export async function sendTest(deps: Deps, chatId: string, text: string): Promise<SendResult> {
  const result = await deps.telegram.send(chatId, text);
  await remember(deps, chatId, result);
  const sent = result.kind === 'sent';
  await noteAnswer(deps.db, chatId, { answer: result.answer, sent }, deps.clock.now());
  if (sent) await clearChatAlarms(deps, chatId);
  if (result.kind === 'blocked') await raiseBlocked(deps, chatId, result.answer);
  return result;
}

/** What a test of a chat says. */
export function testText(language: ChatLanguage): string {
  return `🧪 <b>${textOf('test.title', language)}</b>\n${textOf('test.text', language)}`;
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
