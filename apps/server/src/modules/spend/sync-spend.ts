import { type AdDay, type DayRange, type MetaClient, MetaError } from '../../integrations/meta/index.ts';
import { addDays, businessDayOf, dayBounds, daysBetween } from '../../platform/business-day.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Logger } from '../../platform/log.ts';
import { decideSpendTeam, type RuleBook } from '../attribution/index.ts';
import {
  type Account,
  type Binding,
  bindingsOf,
  includedAccounts,
  markFailed,
  markSynced,
} from './accounts-repo.ts';
import { replaceWindow } from './replace-window.ts';

/** One request covers at most this many days; a first reading takes several. */
const REQUEST_DAYS = 90;

type Deps = { db: Db; meta: MetaClient; clock: Clock; log: Logger; rules: () => Promise<RuleBook> };

export type SpendSync = { accounts: number; rows: number; failed: { account: string; reason: string }[] };

/**
 * Reads the last days of every included ad account at ad level. One account's failure neither stops the
 * others nor moves its own cursor; a dead token stops all of them, since each would fail the same way.
 *
 * @param days how many days up to today, in the account's own zone; an account never read gets `firstDays`
 */
export async function syncSpend(deps: Deps, days: number, firstDays: number): Promise<SpendSync> {
  const rules = await deps.rules();
  const accounts = await includedAccounts(deps.db);
  const bindings = await bindingsOf(deps.db);
  const result: SpendSync = { accounts: accounts.length, rows: 0, failed: [] };
  for (const [index, account] of accounts.entries()) {
    try {
      const window = account.syncedAt === null ? firstDays : days;
      result.rows += await syncAccount(deps, rules, account, bindings.get(account.accountId) ?? [], window);
    } catch (error) {
      if (!(error instanceof MetaError)) throw error;
      const hit = error.action === 'auth' ? accounts.slice(index) : [account];
      for (const { accountId } of hit) {
        await markFailed(deps.db, accountId, error.message, deps.clock.now());
        result.failed.push({ account: accountId, reason: error.message });
      }
      deps.log.error({ err: error, accounts: hit.map((one) => one.accountId) }, 'ad spend not read');
      if (error.action === 'auth') break;
    }
  }
  return result;
}

async function syncAccount(
  deps: Deps,
  rules: RuleBook,
  account: Account,
  bindings: Binding[],
  days: number,
): Promise<number> {
  const now = deps.clock.now();
  const today = businessDayOf(now, account.timezone);
  let rows = 0;
  for (const range of windows(addDays(today, 1 - days), today)) {
    const read: AdDay[] = [];
    for await (const part of deps.meta.adDays(account.accountId, range)) read.push(...part);
    const control = await deps.meta.accountDays(account.accountId, range);
    const credited = read.map((row) => ({ ...row, ...teamOf(rules, account, bindings, row) }));
    await deps.db.transaction().execute(async (trx) => {
      await replaceWindow(trx, account.accountId, range, credited, control, now);
    });
    rows += credited.length;
  }
  await markSynced(deps.db, account.accountId, now);
  return rows;
}

/** Consecutive ranges of at most 90 days that cover [since, until]. */
export function windows(since: string, until: string): DayRange[] {
  const found: DayRange[] = [];
  for (let start = since; daysBetween(start, until) >= 0; start = addDays(start, REQUEST_DAYS)) {
    const end = addDays(start, REQUEST_DAYS - 1);
    found.push({ since: start, until: end < until ? end : until });
  }
  return found;
}

function teamOf(rules: RuleBook, account: Account, bindings: Binding[], row: AdDay) {
  const decision = decideSpendTeam(rules.compiled, {
    campaignAssignment: null,
    accountBindings: bindings,
    accountId: account.accountId,
    campaignId: row.campaignId,
    campaignName: row.campaignName,
    adName: row.adName,
    at: dayBounds(row.day, account.timezone).start,
  });
  return { teamId: decision.teamId, basis: decision.basis };
}
