import { MetaError } from '../../integrations/meta/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Logger } from '../../platform/log.ts';
import { clearAlarm, raiseAlarm } from '../operations/index.ts';

type Deps = { db: Db; clock: Clock; log: Logger };

/** What reaches beyond one account has one alarm for all of them. */
const TOKEN = 'meta.token';
export const DEAD_TOKEN = {
  key: TOKEN,
  source: 'meta',
  message: new MetaError('auth', { status: null }).message,
};
const VERSION = 'meta.version';
const UPGRADED = 'meta.version-upgraded';
const APP = 'meta.stopped';
/** The alarm of what is one account's own trouble. */
export const accountAlarm = (accountId: string) => `meta.account.${accountId}`;

/** Raises the alarm of a failed reading: one for what all accounts share, one by account for what is its own. */
export async function raiseReadAlarm(
  deps: Deps,
  accountIds: readonly string[],
  error: unknown,
  reason: string,
): Promise<void> {
  const shared = sharedKey(error);
  const keys = shared === null ? accountIds.filter(() => needsPerson(error)).map(accountAlarm) : [shared];
  for (const key of keys)
    await raiseAlarm(deps, {
      ...{ key, source: 'meta', message: reason },
      details: {
        accounts: [...accountIds],
        ...(error instanceof MetaError ? (error.details as object) : {}),
      },
    });
}

/** An account was read: its own trouble and whatever kept Meta from us are over. */
export async function clearReadAlarms(deps: Deps, accountId: string): Promise<void> {
  for (const key of await openKeys(deps.db))
    if ([TOKEN, APP, VERSION, accountAlarm(accountId)].includes(key)) await clearAlarm(deps, key);
}

/** Meta answered by another version than the one we pinned: ours has ended or is about to. */
export async function raiseVersionAlarm(deps: Deps, warning: string): Promise<void> {
  await raiseAlarm(deps, {
    ...{ key: UPGRADED, source: 'meta', details: { warning } },
    message: 'Эта версия API Meta заканчивается: укажите новую в FB_API_VERSION',
  });
}

async function openKeys(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('alarms')
    .select('key')
    .where('source', '=', 'meta')
    .where('closed_at', 'is', null)
    .execute();
  return rows.map(({ key }) => key);
}

function sharedKey(error: unknown): string | null {
  if (!(error instanceof MetaError) || error.scope === 'account') return null;
  if (error.kind === 'auth') return TOKEN;
  return error.kind === 'version' ? VERSION : APP;
}

/** A limit that is used up or a passing trouble heals by itself; `failed_since` shows it meanwhile. */
function needsPerson(error: unknown): boolean {
  return !(error instanceof MetaError) || !['throttle', 'transient'].includes(error.kind);
}
