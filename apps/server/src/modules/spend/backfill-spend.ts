import { MetaError } from '../../integrations/meta/index.ts';
import { addDays, businessDayOf, daysBetween } from '../../platform/business-day.ts';
import type { ReportProgress } from '../operations/index.ts';
import { type Account, includedAccounts } from './accounts-repo.ts';
import { syncAccount } from './sync-account.ts';
import { reachesOthers, type SpendDeps, syncSpend } from './sync-spend.ts';

/** What one transaction reads: one request of the largest range that Meta usually answers. */
const PART_DAYS = 90;

export type Backfill = {
  status: 'ok' | 'partial' | 'failed';
  /** Parts of 90 days that were read now, of those that were missing. */
  parts: { read: number; missing: number };
  failed: { accountId: string; reason: string }[];
  /** Ended before its end: its time was over, or another reading was in the way. */
  interrupted: boolean;
};

/**
 * Reads spend back to `months` ago (Meta keeps 37), the newest days first, account by account. Each part is one
 * transaction that moves the account's `read_from`: a run that is stopped anywhere goes on there when it is started again.
 *
 * @param isOver looked at before every part
 */
export async function backfillSpend(
  deps: SpendDeps,
  months: number,
  report: ReportProgress = async () => {},
  isOver: () => boolean = () => false,
): Promise<Backfill> {
  // An account that was never read gets its first half year by the usual way.
  if ((await includedAccounts(deps.db)).some(({ readFrom }) => readFrom === null))
    await syncSpend(deps, { days: 1 });
  const rules = await deps.rules();
  const accounts = await includedAccounts(deps.db);
  const plans = accounts.map((account) => ({
    account,
    parts: missingParts(account, months, deps.clock.now()),
  }));
  const missing = plans.reduce((sum, { parts }) => sum + parts.length, 0);
  const result: Backfill = { status: 'ok', parts: { read: 0, missing }, failed: [], interrupted: false };
  for (const { account, parts } of plans)
    try {
      for (const part of parts) {
        await report({ done: result.parts.read, total: missing, note: `${account.accountId} ${part.since}` });
        // Another reading of the account has the days of today: these wait for the next run.
        if (isOver() || (await syncAccount(deps, rules, account, part)) === null) {
          result.interrupted = true;
          break;
        }
        result.parts.read += 1;
      }
    } catch (error) {
      if (!(error instanceof MetaError)) throw error;
      deps.log.warn({ err: error, account: account.accountId }, 'older spend not read');
      result.failed.push({ accountId: account.accountId, reason: error.message });
      if (reachesOthers(error)) break;
    }
  if (result.parts.read < missing) result.status = result.parts.read === 0 ? 'failed' : 'partial';
  return result;
}

/** The days between the oldest ones wanted and those we have, newest first. */
function missingParts(
  { readFrom, timezone }: Account,
  months: number,
  now: Date,
): { since: string; until: string }[] {
  if (readFrom === null || timezone === null) return [];
  const today = Temporal.PlainDate.from(businessDayOf(now, timezone));
  const oldest = today.subtract({ months }).add({ days: 1 }).toString();
  const parts: { since: string; until: string }[] = [];
  for (let until = addDays(readFrom, -1); until >= oldest; until = addDays(until, -PART_DAYS)) {
    const days = Math.min(PART_DAYS - 1, daysBetween(oldest, until));
    parts.push({ since: addDays(until, -days), until });
  }
  return parts;
}
