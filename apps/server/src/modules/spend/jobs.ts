import { type MetaClient, MetaError } from '../../integrations/meta/index.ts';
import type { RatesClient } from '../../integrations/rates/index.ts';
import { addDays, businessDayOf } from '../../platform/business-day.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import type { JobDefinition } from '../../platform/jobs.ts';
import type { Logger } from '../../platform/log.ts';
import type { RuleBook } from '../attribution/index.ts';
import type { ReportProgress } from '../operations/index.ts';
import { includedAccounts } from './accounts-repo.ts';
import { backfillSpend } from './backfill-spend.ts';
import { endBackfillWish, wishedBackfill } from './backfill-wish.ts';
import { checkToken } from './check-token.ts';
import { discoverAccounts, hasUnknownAccounts } from './discover-accounts.ts';
import { readControlTotals } from './read-control-totals.ts';
import { spendControl } from './spend-control.ts';
import { syncNeededRates } from './needed-rates.ts';
import { syncCampaigns } from './sync-campaigns.ts';
import { failAccounts, reachesOthers, type SpendDeps, type SpendSync, syncSpend } from './sync-spend.ts';

/** The hour needs only today and yesterday; the night re-reads the 28 days that Meta still changes. */
const HOURLY_DAYS = 2;
const NIGHTLY_DAYS = 29;

export const SPEND_HOURLY = 'spend.sync-hourly';
export const SPEND_NIGHTLY = 'spend.sync-nightly';
/** Jobs that a person starts. */
export const SPEND_REFRESH = 'spend.refresh';
export const RATES_SYNC = 'rates.sync';
export const SPEND_BACKFILL = 'spend.backfill';
const BACKFILL_RUN_MS = 9 * 60_000;

type Deps = {
  db: Db;
  clock: Clock;
  log: Logger;
  meta: MetaClient | null;
  rates: RatesClient | null;
  rules: () => Promise<RuleBook>;
  academy: () => Promise<{ timezone: string }>;
  /** Keeps a record of the run in `sync_runs`, with its `status` when it has one; see modules/operations. */
  record: <T extends object>(kind: string, run: (report: ReportProgress) => Promise<T>) => Promise<T>;
  onChanged: () => Promise<void>;
};

/** The scheduled work of this module: rates every six hours, spend hourly and, for restated figures, nightly. */
export function spendJobs(deps: Deps): JobDefinition[] {
  const { meta, rates } = deps;
  return [
    ...(rates === null ? [] : [ratesJob(deps, rates)]),
    ...(meta === null
      ? []
      : [
          hourlyJob({ ...deps, meta }),
          nightlyJob({ ...deps, meta }),
          refreshJob({ ...deps, meta }),
          backfillJob({ ...deps, meta }),
        ]),
  ];
}

function ratesJob(deps: Deps, rates: RatesClient): JobDefinition {
  return {
    name: RATES_SYNC,
    cron: '15 */6 * * *',
    atStart: true,
    timeoutSeconds: 900,
    async run() {
      await deps.record(RATES_SYNC, () => syncNeededRates({ ...deps, rates })).finally(deps.onChanged);
    },
  };
}

type MetaDeps = Deps & SpendDeps;

function hourlyJob(deps: MetaDeps): JobDefinition {
  return {
    name: SPEND_HOURLY,
    cron: '7 * * * *',
    atStart: true,
    timeoutSeconds: 3_000,
    async run() {
      await deps.record(SPEND_HOURLY, async () => ({
        // Hourly, so that its last days are told ahead of time from the first start on.
        token: await checkToken(deps),
        ...((await hasUnknownAccounts(deps.db))
          ? await discoverAndSync(deps, HOURLY_DAYS)
          : await syncSpend(deps, { days: HOURLY_DAYS })),
      }));
      await deps.onChanged();
    },
  };
}

/** The same by a person's wish, with its progress to be seen; see POST /api/traffic-facebook/refresh. */
function refreshJob(deps: MetaDeps): JobDefinition {
  return {
    name: SPEND_REFRESH,
    timeoutSeconds: 3_000,
    async run() {
      await deps.record(SPEND_REFRESH, (report) => discoverAndSync(deps, HOURLY_DAYS, report));
      await deps.onChanged();
    },
  };
}

/**
 * Older days than the first half year, once a person wants them (POST /api/v1/facebook/backfill), for some minutes at a time: a run
 * whose process is killed is in the way of the next one only until its own time is over, and the next one goes on there.
 */
function backfillJob(deps: MetaDeps): JobDefinition {
  return {
    name: SPEND_BACKFILL,
    cron: '*/10 * * * *',
    atStart: true,
    timeoutSeconds: 15 * 60,
    async run() {
      const months = await wishedBackfill(deps.db);
      if (months === null) return;
      const until = performance.now() + BACKFILL_RUN_MS;
      const result = await deps.record(SPEND_BACKFILL, (report) =>
        backfillSpend(deps, months, report, () => performance.now() > until),
      );
      // What failed without any progress would fail every ten minutes: its run says why, and a person may ask again.
      if (!result.interrupted && (result.failed.length === 0 || result.parts.read === 0))
        await endBackfillWish(deps.db);
      const { rates } = deps;
      // Older days need older rates: without them this spend would be unknown in KZT until the next turn of the job.
      if (rates !== null) await deps.record(RATES_SYNC, () => syncNeededRates({ ...deps, rates }));
      await deps.onChanged();
    },
  };
}

function nightlyJob(deps: MetaDeps): JobDefinition {
  return {
    name: SPEND_NIGHTLY,
    cron: '30 3 * * *',
    timeoutSeconds: 7_200,
    async run() {
      await deps.record(SPEND_NIGHTLY, async () => {
        const token = await checkToken(deps);
        const sync = await discoverAndSync(deps, NIGHTLY_DAYS);
        const control = await readControlTotals(deps, NIGHTLY_DAYS);
        const campaigns = await syncCampaigns(deps);
        const to = await todayOf(deps);
        const unallocated = await spendControl(deps.db, { from: addDays(to, 1 - NIGHTLY_DAYS), to });
        if (unallocated.length > 0) deps.log.warn({ days: unallocated }, 'spend that belongs to no ad');
        return { ...sync, token, control, campaigns, unallocated };
      });
      await deps.onChanged();
    },
  };
}

async function discoverAndSync(
  deps: MetaDeps,
  days: number,
  report?: ReportProgress,
): Promise<SpendSync & { discovery: object }> {
  try {
    const discovery = await discoverAccounts(deps.db, deps.meta);
    const sync = await syncSpend(deps, { days }, report);
    const { rates } = deps;
    // The rates' own job did not know of this currency: its spend would be unknown in KZT for hours.
    if (rates !== null && discovery.newCurrencies.some((currency) => currency !== 'KZT'))
      await deps
        .record(RATES_SYNC, () => syncNeededRates({ ...deps, rates }))
        .catch((error: unknown) => deps.log.warn({ err: error }, 'rates of a new currency not read yet'));
    return { ...sync, discovery };
  } catch (error) {
    if (!(error instanceof MetaError)) throw error;
    const discovery = { error: error.message };
    if (!reachesOthers(error)) {
      deps.log.warn({ err: error }, 'ad accounts not listed: reading those we know');
      return { ...(await syncSpend(deps, { days }, report)), discovery };
    }
    const ids = (await includedAccounts(deps.db)).map((account) => account.accountId);
    return { status: 'failed', accounts: await failAccounts(deps, ids, error), discovery };
  }
}

async function todayOf({ academy, clock }: Pick<Deps, 'academy' | 'clock'>): Promise<string> {
  return businessDayOf(clock.now(), (await academy()).timezone);
}
