import type { ChatLanguage } from '@traffic/contract';
import { sql } from 'kysely';
import type { IncomingUpdate } from '../../integrations/telegram/index.ts';
import type { Clock } from '../../platform/clock.ts';
import { type Db, laterBy } from '../../platform/database/index.ts';
import type { Logger } from '../../platform/log.ts';
import { writeAudit } from '../access/index.ts';
import { clearBlocked, raiseBlocked } from './chat-alarms.ts';
import { codeHash, readCode } from './chat-code.ts';
import { replyText } from './notice-texts.ts';

/** A stranger is told this often within an hour that the code is wrong; then the bot is silent. */
const REPLIES_AN_HOUR = 5;

type Deps = { db: Db; clock: Clock; log: Logger };
type Chat = NonNullable<IncomingUpdate['chat']>;
type Code = { team_id: number | null; team: string | null; language: ChatLanguage };

/**
 * What one update does to our chats: a right code connects its chat, a wrong one is answered, the bot's coming and going
 * is noted. Inside the caller's transaction, which also moves the offset: each update counts once.
 */
export async function handleUpdate(deps: Deps, update: IncomingUpdate): Promise<void> {
  const { chat, text, membership } = update;
  if (chat === null) return;
  if (membership !== null) return noteMembership(deps, chat, membership);
  const code = text === null ? null : readCode(text);
  if (code === null) return;
  const used = await redeem(deps, code, chat);
  if (used === null) {
    if ((await repliesLately(deps, chat)) < REPLIES_AN_HOUR)
      await reply(deps, update, chat, replyText('wrongCode', 'ru'));
    return;
  }
  await connect(deps, chat, used);
  const whose = used.team ?? replyText('everybody', used.language);
  await reply(deps, update, chat, replyText('connected', used.language, whose));
}

/** The code, used up by this chat; null when it is unknown, used or too old. One update wins, whoever else sends it. */
async function redeem({ db, clock }: Deps, code: string, chat: Chat): Promise<Code | null> {
  const { rows } = await sql<Code>`
    update telegram_codes c set used_at = ${clock.now()}, used_by = ${chat.id}
    where code_hash = ${codeHash(code)} and used_at is null and expires_at > ${clock.now()}
    returning team_id, (select name from traffic_teams t where t.id = c.team_id) as team, language`.execute(
    db,
  );
  return rows[0] ?? null;
}

/** Known before or not: the code says whose figures come here and in which language. */
async function connect(deps: Deps, chat: Chat, code: Code): Promise<void> {
  const { db, clock } = deps;
  const now = clock.now();
  await sql`
    insert into telegram_chats (chat_id, title, team_id, language, origin, created_at)
    values (${chat.id}, ${chat.title}, ${code.team_id}, ${code.language}, 'code', ${now})
    on conflict (chat_id) do update set title = excluded.title, team_id = excluded.team_id,
      language = excluded.language, created_at = excluded.created_at, removed_at = null, disabled_at = null,
      blocked_at = null`.execute(db);
  await clearBlocked(deps, chat.id);
  const details = { team_id: code.team_id };
  await writeAudit(db, clock, { actor: 'system', action: 'telegram.connect', subject: chat.id, details });
}

async function noteMembership(deps: Deps, chat: Chat, membership: 'in' | 'out'): Promise<void> {
  const known = await deps.db
    .updateTable('telegram_chats')
    .set({ title: chat.title, ...(membership === 'in' ? { blocked_at: null } : {}) })
    .where('chat_id', '=', chat.id)
    .where('removed_at', 'is', null)
    .returning('id')
    .execute();
  if (known.length === 0) return;
  if (membership === 'in') return clearBlocked(deps, chat.id);
  await raiseBlocked(deps, chat.id, 'the bot was thrown out of the chat');
}

async function repliesLately({ db, clock }: Deps, chat: Chat): Promise<number> {
  const since = new Date(clock.now().getTime() - 3_600_000);
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from notifications
    where chat_id = ${chat.id} and kind = 'reply' and due_at > ${since}`.execute(db);
  return rows[0]?.n ?? 0;
}

async function reply({ db, clock }: Deps, update: IncomingUpdate, chat: Chat, text: string): Promise<void> {
  await db
    .insertInto('notifications')
    .values({
      ...{ dedupe_key: `reply:${update.id}`, kind: 'reply', chat_id: chat.id },
      ...{ payload: JSON.stringify({ text }), due_at: laterBy(clock.now(), 0) },
    })
    .onConflict((conflict) => conflict.column('dedupe_key').doNothing())
    .execute();
}
