import type { SourceState } from '@traffic/contract';
import { type AiClient, createAiClient } from './integrations/ai/index.ts';
import type { AmocrmClient } from './integrations/amocrm/index.ts';
import { createMetaClient, type MetaClient } from './integrations/meta/index.ts';
import { createNbkClient, type RatesClient } from './integrations/rates/index.ts';
import { createTelegramClient, type TelegramClient } from './integrations/telegram/index.ts';
import { type ColumnStore, createColumnStore } from './modules/analytics/index.ts';
import { rememberRules, type RuleBook } from './modules/attribution/index.ts';
import { createCrmClient } from './modules/crm/index.ts';
import { sourceStates } from './modules/health/index.ts';
import { createLanding, type Landing } from './modules/landing/index.ts';
import { queueLeadNotices, queueSaleNotices } from './modules/notifications/index.ts';
import type { Veil } from './modules/people/index.ts';
import { rememberVeil } from './modules/privacy/index.ts';
import { createLedger, type Ledger } from './modules/sales/index.ts';
import { raiseVersionAlarm } from './modules/spend/index.ts';
import { createTripwire, type Tripwire } from './modules/tripwire/index.ts';
import { type Academy, loadAcademy } from './modules/settings/index.ts';
import { type Remembered, rememberFor } from './platform/cache.ts';
import type { Clock } from './platform/clock.ts';
import type { Config } from './platform/config/index.ts';
import type { Db } from './platform/database/index.ts';
import { AppError } from './platform/errors.ts';
import { createDrain, type Drain } from './platform/drain.ts';
import { createMetrics, type Metrics } from './platform/metrics.ts';
import { createSharedCache, type SharedCache } from './platform/shared-cache.ts';
import type { JobQueue } from './platform/jobs.ts';
import type { Logger } from './platform/log.ts';
import { createTracer, type Tracer } from './platform/tracing.ts';

/** What the modules of one process share. */
export type Context = {
  config: Config;
  db: Db;
  clock: Clock;
  log: Logger;
  telegram: TelegramClient | null;
  amocrm: AmocrmClient | null;
  meta: MetaClient | null;
  rates: RatesClient | null;
  /** Explains recommendations; null = the rules' own words alone. */
  ai: AiClient | null;
  landing: Landing;
  tripwire: Tripwire;
  cache: SharedCache;
  metrics: Metrics;
  drain: Drain;
  /** Null when no collector is set: nothing is measured for it then. */
  tracer: Tracer | null;
  academy: Remembered<Academy>;
  rules: Remembered<RuleBook>;
  /** Knows erased people again. */
  veil: () => Promise<Veil>;
  ledger: () => Promise<Ledger>;
  sources: () => Promise<SourceState[]>;
  /** UTM roll-ups in the memory of this process. */
  columns: ColumnStore;
  /** For routes that start a job. The queue is connected after the context is made: its jobs need the context. */
  jobs: JobQueue & { connect(queue: JobQueue): void };
};

/** Another process may change settings and rules: this one notices within this time. */
const SETTINGS_TTL_MS = 5_000;
const SOURCES_TTL_MS = 1_000;

export function createContext(options: { config: Config; db: Db; clock: Clock; log: Logger }): Context {
  const { config, clock, log } = options;
  const { db } = options;
  const academy = rememberFor(SETTINGS_TTL_MS, () => loadAcademy(db));
  const rules = rememberRules(db, SETTINGS_TTL_MS, (error) =>
    log.error({ err: error }, 'rules not read: the ones before serve on'),
  );
  const configured = {
    amocrm: config.amocrmApi !== null,
    meta: config.meta !== null,
    rates: config.rates !== null,
  };
  const metrics = createMetrics();
  const veil = rememberVeil({ db, clock, log, keys: config.encryptionKeys });
  const ledger = async () =>
    createLedger({
      veil: await veil(),
      academy: await academy(),
      rules: await rules(),
      now: clock.now(),
      enrich: configured.amocrm,
      announce: (trx, sales) =>
        config.telegram === null
          ? Promise.resolve()
          : queueSaleNotices(trx, sales, { now: clock.now(), waitForBuyer: configured.amocrm }),
      announceLeads: (trx, leads) =>
        config.telegram === null ? Promise.resolve() : queueLeadNotices(trx, leads, clock.now()),
    });
  return {
    config,
    db,
    clock,
    log,
    telegram: config.telegram === null ? null : createTelegramClient(config.telegram),
    amocrm:
      config.amocrmApi === null
        ? null
        : createCrmClient({
            ...{ db, clock, log, encryptionKeys: config.encryptionKeys, dataDir: config.dataDir },
            keys: config.amocrmApi,
            leadFieldIds: async () => (await academy()).utmFieldIds,
          }),
    meta:
      config.meta === null
        ? null
        : createMetaClient({
            ...config.meta,
            onOutcome: (outcome, scope) => {
              metrics.metaRequests.inc({ outcome });
              if (outcome === 'throttle') metrics.metaThrottles.inc({ scope });
            },
            onVersionWarning: (warning) => {
              raiseVersionAlarm({ db, clock, log }, warning).catch((error: unknown) =>
                log.error({ err: error, warning }, 'this Graph API version is ending: set FB_API_VERSION'),
              );
            },
          }),
    ai: config.ai === null ? null : createAiClient(config.ai, { now: clock.now }),
    rates: config.rates === null ? null : createNbkClient(config.rates),
    cache: createSharedCache({
      ...{ redisUrl: config.redisUrl, log },
      onRead: (result) => metrics.cacheReads.inc({ result }),
    }),
    metrics,
    drain: createDrain(),
    tracer: config.tracing === null ? null : createTracer({ ...config.tracing, role: config.role, log }),
    landing: createLanding({ db, url: config.landingDatabaseUrl, log }),
    tripwire: createTripwire({ url: config.tripwireDatabaseUrl, log }),
    academy,
    rules,
    veil,
    ledger,
    jobs: createJobsHandle(),
    columns: createColumnStore(),
    sources: rememberFor(SOURCES_TTL_MS, () => sourceStates({ db, clock, configured })),
  };
}

function createJobsHandle(): Context['jobs'] {
  let connected: JobQueue | null = null;
  return {
    connect(queue) {
      connected = queue;
    },
    enqueue: async (name, data) => {
      if (connected === null)
        throw new AppError('unavailable', 'Очередь задач ещё не запущена, повторите позже');
      return connected.enqueue(name, data);
    },
  };
}
