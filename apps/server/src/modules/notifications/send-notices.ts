import { sql } from 'kysely';
import type { SendResult, TelegramClient } from '../../integrations/telegram/index.ts';
import type { Clock } from '../../platform/clock.ts';
import { believed, type Db, laterBy } from '../../platform/database/index.ts';
import type { Logger } from '../../platform/log.ts';
import { clearChatAlarms, raiseBlocked, raiseDeadToken } from './chat-alarms.ts';
import { type Chat, moveChat, noteAnswer } from './chats-repo.ts';
import { compose, type Readers } from './compose.ts';

/** Longer than Telegram's time-out: whoever has not written the answer down by then is dead. */
const CLAIM_SECONDS = 60;
/** What could not be sent for so long is no news any more. */
const GIVE_UP_MS = 24 * 3_600_000;
const MAX_WAIT_SECONDS = 600;
/** Messages that must not come twice; one in doubt is left. A doubled notice of a sale does less harm than a lost one. */
const NEVER_TWICE: ReadonlySet<string> = new Set(['report']);

type Deps = Readers & { telegram: TelegramClient; clock: Clock; log: Logger };

type Claimed = {
  id: string;
  kind: string;
  chat_id: string;
  attempts: number;
  payload: unknown;
  created_at: Date;
  /** An earlier sender died after it had taken this message: Telegram may have it. */
  in_doubt: boolean;
};

type State = 'sent' | 'failed' | 'cancelled' | 'in_doubt';

/**
 * Sends the message that is due next. It is claimed before it is sent and its answer is written after, so no two processes
 * send it at the same time. What happens when one dies in between: docs/adr/0037.
 *
 * @returns true when there was one: more may be due
 */
export async function sendNotices(deps: Deps): Promise<boolean> {
  const notice = await claim(deps.db, deps.clock.now());
  if (notice === null) return false;
  await sendOne(deps, notice).catch(async (error: unknown) => {
    await postpone(deps, notice, { seconds: waitOf(notice), answer: 'the message could not be made' });
    throw error;
  });
  return true;
}

/** Claims are timed by the database: a process whose clock is wrong must not take what another is sending. */
async function claim(db: Db, now: Date): Promise<Claimed | null> {
  const { rows } = await sql<Claimed>`
    update notifications n set attempts = attempts + 1, claimed_at = clock_timestamp()
    from (
      select id, claimed_at is not null as in_doubt from notifications
      where state = 'pending' and due_at <= ${believed(now)}
        and (claimed_at is null or claimed_at < clock_timestamp() - make_interval(secs => ${CLAIM_SECONDS}))
      order by due_at, id limit 1 for update skip locked) next
    where n.id = next.id
    returning n.id, n.kind, n.chat_id, n.attempts, n.payload, n.created_at, next.in_doubt`.execute(db);
  return rows[0] ?? null;
}

type ChatRow = Pick<Chat, 'team_id' | 'team_slug' | 'language'> & { off: boolean; known: boolean };

async function sendOne(deps: Deps, notice: Claimed): Promise<void> {
  if (notice.in_doubt && NEVER_TWICE.has(notice.kind))
    return close(deps, notice, 'in_doubt', 'the sender stopped before the answer: it may have arrived');
  const chat = await readChat(deps.db, notice.chat_id);
  if (chat.off && notice.kind !== 'reply')
    return close(deps, notice, 'cancelled', 'the chat was switched off before it was sent');
  const composed = await compose(deps, notice, chat);
  if ('cancel' in composed) return close(deps, notice, 'cancelled', composed.cancel);
  if ('waitSeconds' in composed)
    return postpone(deps, notice, { seconds: composed.waitSeconds, answer: null });
  await settle(deps, notice, chat, await deps.telegram.send(notice.chat_id, composed.text));
}

async function readChat(db: Db, chatId: string): Promise<ChatRow> {
  const { rows } = await sql<Omit<ChatRow, 'known'>>`
    select c.team_id, t.slug as team_slug, c.language,
      coalesce(c.removed_at, c.disabled_at, c.blocked_at) is not null as off
    from telegram_chats c left join traffic_teams t on t.id = c.team_id where c.chat_id = ${chatId}`.execute(
    db,
  );
  const row = rows[0];
  if (row === undefined) return { team_id: null, team_slug: null, language: 'ru', off: false, known: false };
  return { ...row, known: true };
}

/** Writes down what Telegram answered and does what it means. */
async function settle(deps: Deps, notice: Claimed, chat: ChatRow, result: SendResult): Promise<void> {
  const { answer } = result;
  const now = deps.clock.now();
  if (result.kind === 'sent') {
    await close(deps, notice, 'sent', answer, result.messageId);
    await noteAnswer(deps.db, notice.chat_id, { answer, sent: true }, now);
    return clearChatAlarms(deps, notice.chat_id);
  }
  deps.log.warn({ notice: notice.id, attempts: notice.attempts, answer }, 'notice not delivered');
  await noteAnswer(deps.db, notice.chat_id, { answer, sent: false }, now);
  switch (result.kind) {
    case 'moved':
      await moveChat(deps.db, notice.chat_id, result.chatId);
      return;
    case 'blocked':
      await close(deps, notice, 'failed', answer);
      if (chat.known) await raiseBlocked(deps, notice.chat_id, answer);
      return;
    case 'refused':
      return close(deps, notice, 'failed', answer);
    case 'token':
      await raiseDeadToken(deps, answer);
      return postpone(deps, notice, { seconds: MAX_WAIT_SECONDS, answer });
    case 'later':
      if (result.inDoubt && NEVER_TWICE.has(notice.kind)) return close(deps, notice, 'in_doubt', answer);
      if (result.retryAfterSeconds !== null) await holdChat(deps, notice.chat_id, result.retryAfterSeconds);
      return postpone(deps, notice, { seconds: result.retryAfterSeconds ?? waitOf(notice), answer });
  }
}

async function close(
  deps: Deps,
  notice: Claimed,
  state: State,
  answer: string,
  messageId: number | null = null,
): Promise<void> {
  await deps.db
    .updateTable('notifications')
    .set({
      ...{ state, answer, claimed_at: null },
      message_id: messageId === null ? null : String(messageId),
      sent_at: state === 'sent' ? deps.clock.now() : null,
    })
    .where('id', '=', notice.id)
    .execute();
}

const waitOf = ({ attempts }: Claimed) => Math.min(MAX_WAIT_SECONDS, 2 ** Math.min(attempts, 10) * 5);

/** Tries again later, unless it is too old to be news. */
async function postpone(
  deps: Deps,
  notice: Claimed,
  { seconds, answer }: { seconds: number; answer: string | null },
): Promise<void> {
  const now = deps.clock.now();
  if (now.getTime() - notice.created_at.getTime() > GIVE_UP_MS)
    return close(deps, notice, 'failed', answer ?? 'it waited too long');
  await deps.db
    .updateTable('notifications')
    .set({ due_at: laterBy(now, seconds), claimed_at: null, ...(answer === null ? {} : { answer }) })
    .where('id', '=', notice.id)
    .execute();
}

/** Too many messages to a chat: all that wait for it wait as long as Telegram asks. */
async function holdChat({ db, clock }: Deps, chatId: string, seconds: number): Promise<void> {
  const until = laterBy(clock.now(), seconds);
  await sql`
    update notifications set due_at = ${until}
    where chat_id = ${chatId} and state = 'pending' and due_at < ${until}`.execute(db);
}
