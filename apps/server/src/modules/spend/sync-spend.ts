import { type MetaClient, MetaError } from '../../integrations/meta/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import { AppError } from '../../platform/errors.ts';
import type { Logger } from '../../platform/log.ts';
import type { RuleBook } from '../attribution/index.ts';
import type { ReportProgress } from '../operations/index.ts';
import { includedAccounts, markFailed } from './accounts-repo.ts';
import { clearReadAlarms, raiseReadAlarm } from './meta-alarms.ts';
import type { SpendWindow } from './plan-window.ts';
import { type AccountRead, syncAccount } from './sync-account.ts';

export type SpendDeps = {
  db: Db;
  meta: MetaClient;
  clock: Clock;
  log: Logger;
  rules: () => Promise<RuleBook>;
};

/** `busy` = another process was reading it: neither a failure nor a success of this run. */
export type AccountResult = { accountId: string } & (
  | ({ status: 'ok' } & AccountRead)
  | { status: 'busy' }
  | { status: 'failed'; reason: string }
);

/** `ok` only when every account was read in this run. */
export type SpendSync = { status: 'ok' | 'partial' | 'failed'; accounts: AccountResult[] };

/**
 * Reads the window of every included ad account, one after another: a school has a few, each takes a request or two,
 * and Meta's limits are common to them. One account's failure neither stops the others nor moves its own cursor; what
 * reaches beyond the account (a dead token, the app's limit, a dead version) stops the rest, with one alarm.
 */
export async function syncSpend(
  deps: SpendDeps,
  window: SpendWindow,
  report: ReportProgress = async () => {},
): Promise<SpendSync> {
  const rules = await deps.rules();
  const accounts = await includedAccounts(deps.db);
  const results: AccountResult[] = [];
  for (const [index, account] of accounts.entries()) {
    const { accountId } = account;
    await report({ done: index, total: accounts.length, note: accountId });
    try {
      const read = await syncAccount(deps, rules, account, window);
      if (read !== null) await clearReadAlarms(deps, accountId);
      results.push(read === null ? { accountId, status: 'busy' } : { accountId, status: 'ok', ...read });
    } catch (error) {
      const stops = reachesOthers(error);
      const hit = (stops ? accounts.slice(index) : [account]).map((one) => one.accountId);
      results.push(...(await failAccounts(deps, hit, error)));
      if (stops) break;
    }
  }
  return { status: overall(results), accounts: results };
}

/** Whether every other account of the token would fail in the same way. */
export function reachesOthers(error: unknown): boolean {
  return error instanceof MetaError && error.scope !== 'account';
}

/** Marks accounts as failed for one reason and raises its alarm. Their cursors stay. */
export async function failAccounts(
  deps: Pick<SpendDeps, 'db' | 'clock' | 'log'>,
  accountIds: readonly string[],
  error: unknown,
): Promise<AccountResult[]> {
  const reason = error instanceof AppError ? error.message : 'Внутренняя ошибка при чтении расходов';
  // A dead token is every account's trouble, also of those that were read a moment ago.
  const dead = error instanceof MetaError && error.scope === 'token';
  const marked = dead ? (await includedAccounts(deps.db)).map(({ accountId }) => accountId) : accountIds;
  if (marked.length > 0) await markFailed(deps.db, marked, reason, deps.clock.now());
  await raiseReadAlarm(deps, marked, error, reason);
  deps.log.warn({ err: error, accounts: accountIds }, 'ad spend not read');
  return accountIds.map((accountId) => ({ accountId, status: 'failed', reason }));
}

function overall(results: readonly AccountResult[]): SpendSync['status'] {
  if (results.every(({ status }) => status === 'ok')) return 'ok';
  return results.every(({ status }) => status === 'failed') ? 'failed' : 'partial';
}
