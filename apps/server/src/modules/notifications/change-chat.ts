import type { ChangeChatRequest, TelegramChat } from '@traffic/contract';
import type { Clock } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/database/index.ts';
import { AppError, notFound } from '../../platform/errors.ts';
import type { Logger } from '../../platform/log.ts';
import { writeAudit } from '../access/index.ts';
import { resolveTeamFilter } from '../settings/index.ts';
import { clearBlocked } from './chat-alarms.ts';
import { listChats } from './list-chats.ts';

type Deps = { db: Db; clock: Clock; log: Logger };

/** @throws AppError `not_found` for an id that no chat has */
export async function readChat(db: Db, id: string): Promise<TelegramChat> {
  const [chat] = /^\d{1,18}$/.test(id) ? await listChats(db, id) : [];
  if (chat === undefined) throw notFound('Такого чата нет');
  return chat;
}

/**
 * Changes whose figures a chat gets, in which language, what of them, or switches it off and on.
 *
 * @throws AppError `not_found` for an unknown chat or team
 */
export function changeChat(
  { db, clock }: Deps,
  actor: string,
  id: string,
  { team, disabled, ...change }: ChangeChatRequest,
): Promise<TelegramChat> {
  return inTransaction(db, async (trx) => {
    const chat = await readChat(trx, id);
    const filter = typeof team === 'string' ? await resolveTeamFilter(trx, team) : null;
    const teamId = filter?.kind === 'team' ? filter.team.id : null;
    await trx
      .updateTable('telegram_chats')
      .set({
        ...change,
        ...(team === undefined ? {} : { team_id: teamId }),
        ...(disabled === undefined ? {} : { disabled_at: disabled ? clock.now() : null }),
      })
      .where('id', '=', id)
      .execute();
    const changed = await readChat(trx, id);
    await writeAudit(trx, clock, {
      ...{ actor, action: 'telegram.chat', subject: chat.chat_id },
      ...{ before: chosen(chat), after: chosen(changed) },
    });
    return changed;
  });
}

/** What people decide of a chat; a title may be somebody's name. */
const chosen = ({ team, language, state, sale_notices, lead_notices, reports, alerts }: TelegramChat) => ({
  ...{ team: team?.slug ?? null, language, state, sale_notices, lead_notices, reports, alerts },
});

/**
 * Takes a chat away: it gets no more messages, and only a new code brings it back.
 *
 * @throws AppError `not_found`; `conflict` for one of TELEGRAM_CHAT_IDS, which the next start would bring back
 */
export async function removeChat(deps: Deps, actor: string, id: string): Promise<void> {
  await inTransaction(deps.db, async (db) => {
    const chat = await readChat(db, id);
    if (chat.origin === 'environment')
      throw new AppError('conflict', 'Этот чат задан в TELEGRAM_CHAT_IDS: уберите его оттуда или отключите');
    await db
      .updateTable('telegram_chats')
      .set({ removed_at: deps.clock.now() })
      .where('id', '=', id)
      .execute();
    await clearBlocked({ ...deps, db }, chat.chat_id);
    await writeAudit(db, deps.clock, {
      ...{ actor, action: 'telegram.remove', subject: chat.chat_id },
      ...{ before: chosen(chat), after: null },
    });
  });
}
