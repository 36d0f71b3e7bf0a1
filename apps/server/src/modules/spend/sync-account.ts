import type { AdDay, InsightsRange, MetaClient } from '../../integrations/meta/index.ts';
import { businessDayOf, dayBounds } from '../../platform/business-day.ts';
import type { Clock } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/database/index.ts';
import { AppError } from '../../platform/errors.ts';
import { decideSpendTeam, holdRules, type RuleBook } from '../attribution/index.ts';
import { type Account, lockAccounts, markReadBack, markSynced } from './accounts-repo.ts';
import { type AllClaims, loadClaims } from './claims-repo.ts';
import { planWindow, type SpendWindow } from './plan-window.ts';
import { type CreditedAdDay, replaceWindow } from './replace-window.ts';

export type AccountRead = { since: string; until: string; rows: number };

/**
 * Reads one account's window and replaces it, all in one transaction that holds the account: until the commit
 * readers see the old figures, and after a failure nothing has changed. The transaction is idle while Meta answers;
 * it holds no row until everything is read.
 *
 * @returns null when another process is reading the account now
 * @throws MetaError; AppError `unavailable` when Meta never showed us the account
 */
export function syncAccount(
  deps: { db: Db; meta: MetaClient; clock: Clock },
  rules: RuleBook,
  account: Account,
  window: SpendWindow,
): Promise<AccountRead | null> {
  const { accountId, timezone, syncedAt, restatedAt } = account;
  return inTransaction(deps.db, async (trx) => {
    if (timezone === null) throw new AppError('unavailable', 'Токен Meta не видит этот рекламный кабинет');
    if ((await lockAccounts(trx, [accountId])).length === 0) return null;
    // What happens at Meta while we read is not in the answer: complete is only what was before.
    const startedAt = deps.clock.now();
    const today = businessDayOf(startedAt, timezone);
    const dayOf = (at: Date | null) => (at === null ? null : businessDayOf(at, timezone));
    const upTo = { synced: dayOf(syncedAt), restated: dayOf(restatedAt) };
    const { since, until, completes, restates } = planWindow(window, today, upTo);
    const range = { accountId, since, until };
    const rows = await readAds(deps.meta, range);
    // Only now: nobody may wait for Meta to switch the rules or to claim a campaign.
    const current = await holdRules(trx, rules);
    const claims = await loadClaims(trx);
    const credited = rows.map((row) => credit(row, current, accountId, timezone, claims));
    await replaceWindow(trx, range, credited, startedAt);
    if (completes) await markSynced(trx, accountId, { at: startedAt, since, restates });
    else await markReadBack(trx, accountId, range);
    return { since, until, rows: rows.length };
  });
}

/** Figures move while pages are read, so a row can come on two of them: the later one is newer. */
async function readAds(meta: MetaClient, range: InsightsRange): Promise<AdDay[]> {
  const rows = new Map<string, AdDay>();
  for await (const part of meta.adDays(range))
    for (const row of part) rows.set(`${row.adId} ${row.day}`, row);
  return [...rows.values()];
}

function credit(
  row: AdDay,
  rules: RuleBook,
  accountId: string,
  timezone: string,
  claims: AllClaims,
): CreditedAdDay {
  const { teamId, basis, reason } = decideSpendTeam(rules.compiled, {
    claims: claims.of(accountId, row.campaignId),
    accountId,
    campaignId: row.campaignId,
    campaignName: row.campaignName,
    adName: row.adName,
    at: dayBounds(row.day, timezone).start,
  });
  return { ...row, teamId, basis: reason ?? basis };
}
