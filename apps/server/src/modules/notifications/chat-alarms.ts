import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Logger } from '../../platform/log.ts';
import { clearAlarm, raiseAlarm } from '../operations/index.ts';
import { markBlocked } from './chats-repo.ts';

type Deps = { db: Db; clock: Clock; log: Logger };

const blockedAlarm = (chatId: string) => `telegram.chat.${chatId}`;
const DEAD_TOKEN = 'telegram.token';

/** Nothing more is written there; one alarm, however many messages waited. */
export async function raiseBlocked(deps: Deps, chatId: string, answer: string): Promise<void> {
  await markBlocked(deps.db, chatId, answer, deps.clock.now());
  await raiseAlarm(deps, {
    ...{ key: blockedAlarm(chatId), source: 'telegram', details: { chat_id: chatId, answer } },
    message: `Telegram не пускает бота в чат ${chatId}: верните бота в чат и отправьте проверку`,
  });
}

/** Telegram knows no such bot: messages wait until a person renews the token. */
export async function raiseDeadToken(deps: Deps, answer: string): Promise<void> {
  await raiseAlarm(deps, {
    ...{ key: DEAD_TOKEN, source: 'telegram', details: { answer } },
    message: 'Telegram не принимает токен бота: возьмите новый у @BotFather и обновите TELEGRAM_BOT_TOKEN',
  });
}

/** A message that arrived proves the token and the chat; a chat that was taken away is no trouble any more. */
export async function clearChatAlarms(deps: Deps, chatId: string): Promise<void> {
  for (const key of [DEAD_TOKEN, blockedAlarm(chatId)]) await clearAlarm(deps, key);
}

/** Telegram answered the bot: its token lives. */
export async function clearDeadToken(deps: Deps): Promise<void> {
  await clearAlarm(deps, DEAD_TOKEN);
}

/** The chat's own trouble alone: the token may still be dead. */
export async function clearBlocked(deps: Deps, chatId: string): Promise<void> {
  await clearAlarm(deps, blockedAlarm(chatId));
}
