import type { MetaClient } from '../../integrations/meta/index.ts';
import type { RatesClient } from '../../integrations/rates/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import type { JobDefinition } from '../../platform/jobs.ts';
import type { Logger } from '../../platform/log.ts';
import type { RuleBook } from '../attribution/index.ts';
import { discoverAccounts } from './discover-accounts.ts';
import { syncRates } from './sync-rates.ts';
import { syncSpend } from './sync-spend.ts';

/** Meta restates figures for 28 days; the hour needs only yesterday and today. */
const HOURLY_DAYS = 2;
const NIGHTLY_DAYS = 29;
/** What a first reading covers: a little more than half a year of history. */
const FIRST_DAYS = 190;
const CURRENCIES = ['USD', 'EUR', 'RUB'];

type Deps = {
  db: Db;
  clock: Clock;
  log: Logger;
  meta: MetaClient | null;
  rates: RatesClient | null;
  rules: () => Promise<RuleBook>;
  academy: () => Promise<{ timezone: string }>;
  /** Keeps a record of the run; see modules/health. */
  record: <T extends object>(kind: string, run: () => Promise<T>) => Promise<T>;
  onChanged: () => Promise<void>;
};

/** The scheduled work of this module: rates every six hours, spend hourly and, for restated figures, nightly. */
export function spendJobs(deps: Deps): JobDefinition[] {
  const { meta, rates } = deps;
  const jobs: JobDefinition[] = [];
  if (rates !== null)
    jobs.push({
      name: 'rates.sync',
      cron: '15 */6 * * *',
      atStart: true,
      timeoutSeconds: 900,
      async run() {
        const { timezone } = await deps.academy();
        await deps.record('rates.sync', () =>
          syncRates({ ...deps, rates, timezone }, CURRENCIES, FIRST_DAYS),
        );
        await deps.onChanged();
      },
    });
  if (meta !== null)
    jobs.push(
      spendJob(deps, meta, { name: 'spend.hourly', cron: '7 * * * *', atStart: true, days: HOURLY_DAYS }),
      spendJob(deps, meta, { name: 'spend.nightly', cron: '30 3 * * *', atStart: false, days: NIGHTLY_DAYS }),
    );
  return jobs;
}

function spendJob(
  deps: Deps,
  meta: MetaClient,
  { days, ...when }: { name: string; cron: string; atStart: boolean; days: number },
): JobDefinition {
  return {
    ...when,
    timeoutSeconds: 3600,
    async run() {
      await deps.record(when.name, async () => {
        const discovered = await discoverAccounts(deps.db, meta);
        return { discovered, ...(await syncSpend({ ...deps, meta }, days, FIRST_DAYS)) };
      });
      await deps.onChanged();
    },
  };
}
