import { sql } from 'kysely';
import type { TelegramClient } from '../../integrations/telegram/index.ts';
import type { Clock } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/database/index.ts';
import type { Logger } from '../../platform/log.ts';
import { clearDeadToken, raiseDeadToken } from './chat-alarms.ts';
import { handleUpdate } from './connect-chat.ts';

/** How long Telegram holds our question open. */
const WAIT_SECONDS = 25;
/** Longer than a question may take: Telegram ends one of two that read at the same time. */
const LEASE_SECONDS = 75;

type Deps = { db: Db; clock: Clock; log: Logger; telegram: TelegramClient };

/**
 * Reads what people wrote to the bot, in one process of all: the one that holds the lease. The effects of an update and the
 * offset behind it are one transaction, so that each counts once whatever dies in between.
 *
 * @param owner names this process
 * @returns how it went: `led` with the number of updates, `follows` while another process reads, `failed`
 */
export async function pollUpdates(
  deps: Deps,
  owner: string,
  options: { signal?: AbortSignal; waitSeconds?: number } = {},
): Promise<{ kind: 'led'; updates: number } | { kind: 'follows' } | { kind: 'failed'; waitMs: number }> {
  const lease = await takeLease(deps.db, owner);
  if (lease === null) return { kind: 'follows' };
  const { telegram } = deps;
  if (lease.bot_name === null) await saveName(deps.db, await telegram.botName());
  const wait = options.waitSeconds ?? WAIT_SECONDS;
  const answer = await telegram.poll(Number(lease.next_update_id), wait, options.signal);
  if (options.signal?.aborted) await giveLeaseBack(deps.db, owner);
  if (answer.kind === 'failed') {
    if (!options.signal?.aborted) await noteFailure(deps, answer);
    return { kind: 'failed', waitMs: (answer.retryAfterSeconds ?? 3) * 1000 };
  }
  for (const update of answer.updates)
    await inTransaction(deps.db, async (db) => {
      if (await confirm(db, owner, update.id)) await handleUpdate({ ...deps, db }, update);
    });
  await noteSuccess(deps);
  return { kind: 'led', updates: answer.updates.length };
}

type Lease = { next_update_id: string; bot_name: string | null };

/** By the database's clock: processes on machines whose clocks differ must not read at the same time. */
async function takeLease(db: Db, owner: string): Promise<Lease | null> {
  const { rows } = await sql<Lease>`
    update telegram_inbox set lease_owner = ${owner}, lease_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
    where lease_owner = ${owner} or lease_until is null or lease_until < clock_timestamp()
    returning next_update_id, bot_name`.execute(db);
  return rows[0] ?? null;
}

/** So that another process need not wait for the lease to run out. */
async function giveLeaseBack(db: Db, owner: string): Promise<void> {
  await sql`update telegram_inbox set lease_until = null where lease_owner = ${owner}`.execute(db);
}

/** Moves the offset behind an update; false when another process has done so, or reads now. */
async function confirm(db: Db, owner: string, updateId: number): Promise<boolean> {
  const { rows } = await sql`
    update telegram_inbox set next_update_id = ${updateId + 1}
    where lease_owner = ${owner} and next_update_id <= ${updateId} returning 1`.execute(db);
  return rows.length > 0;
}

async function saveName(db: Db, name: string | null): Promise<void> {
  if (name !== null) await sql`update telegram_inbox set bot_name = ${name}`.execute(db);
}

async function noteSuccess(deps: Deps): Promise<void> {
  const { db, clock } = deps;
  await clearDeadToken(deps);
  await sql`update telegram_inbox set polled_at = ${clock.now()}, failure = null, failed_at = null`.execute(
    db,
  );
}

async function noteFailure(
  deps: Deps,
  { status, answer }: { status: number | null; answer: string },
): Promise<void> {
  const { db, clock } = deps;
  const now = clock.now();
  if (status === 401 || status === 404) await raiseDeadToken(deps, answer);
  await sql`
    update telegram_inbox set failure = ${answer}, failed_at = coalesce(failed_at, ${now})`.execute(db);
}
