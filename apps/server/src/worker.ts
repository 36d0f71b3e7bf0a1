import type { Context } from './context.ts';
import { adviceJobs } from './modules/advice/index.ts';
import { overview, readQuestion, rollupJobs, startRollups } from './modules/analytics/index.ts';
import { startConversions } from './modules/conversions/index.ts';
import { crmWatchJobs, hookAddresses, standingRefusal } from './modules/crm/index.ts';
import { crmLeadsJobs } from './modules/crm-leads/index.ts';
import { beat, silenceJob } from './modules/health/index.ts';
import { processDeliveries, WEBHOOK_PATHS } from './modules/inbox/index.ts';
import { landingJobs, startMirror } from './modules/landing/index.ts';
import { loadLeadNotice, redecideLeadsOfAds, settlePeople } from './modules/leads/index.ts';
import { bumpTopic } from './modules/live/index.ts';
import { type Readers, releaseSaleNotices, startTelegram } from './modules/notifications/index.ts';
import { closeAbandonedRuns, recordSyncRun } from './modules/operations/index.ts';
import { readPlanLines } from './modules/plans/index.ts';
import { retentionJobs } from './modules/privacy/index.ts';
import { reconciliationJobs } from './modules/reconciliation/index.ts';
import { ruleJobs, SETTLE_JOB } from './modules/rules/index.ts';
import {
  enrichDeals,
  handleDeliveries,
  loadSaleNotice,
  RETELL_JOB,
  redecideSalesOfAds,
  hasChangedPipelines,
  retellChangedPipelines,
} from './modules/sales/index.ts';
import { reportCurrency } from './modules/settings/index.ts';
import { spendJobs } from './modules/spend/index.ts';
import type { JobDefinition } from './platform/jobs.ts';
import { tripwireJobs } from './modules/tripwire/index.ts';
import { type Loop, startLoop } from './platform/loop.ts';

const HEARTBEAT_MS = 10_000;
/** While one batch waits for PostgreSQL the other is parsed: 1.8 times one loop (bench/process.ts). */
const INBOX_LOOPS = 2;

export type Worker = {
  /** Deliveries were stored: process them now instead of at the next look. */
  nudge(): void;
  /** Finishes the work in progress. */
  stop(): Promise<void>;
};

/** The background side: inbox, enrichment, outbox. Any number of processes may run it. */
export function startWorker(context: Context): Worker {
  const { log } = context;
  const inbox = Array.from({ length: INBOX_LOOPS }, () =>
    startLoop({ name: 'inbox', idleMs: 500, log, turn: () => inboxTurn(context) }),
  );
  const loops: Loop[] = [
    ...inbox,
    startLoop({
      name: 'heartbeat',
      idleMs: HEARTBEAT_MS,
      log,
      turn: async () => {
        await beat(context.db, context.clock.now());
        await closeAbandonedRuns(context);
        return false;
      },
    }),
    startMirror(context),
    startRollups(context),
    startConversions(context),
    startLoop({
      name: 'people',
      idleMs: 2_000,
      log,
      turn: async () => {
        if ((await settlePeople(context.db, await context.ledger())) > 0)
          for (const topic of ['leads', 'sales'] as const) await bumpTopic(context.db, topic);
        return false;
      },
    }),
    ...enrichment(context),
    ...outbox(context),
  ];
  return {
    nudge: () => {
      for (const loop of inbox) loop.nudge();
    },
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}

async function inboxTurn(context: Context): Promise<boolean> {
  const ledger = await context.ledger();
  let changed = false;
  const more = await processDeliveries({
    ...context,
    handle: async (trx, deliveries) => {
      changed = true;
      return handleDeliveries(trx, ledger, context.config.amocrm.accountId, deliveries);
    },
  });
  if (changed) await bumpTopic(context.db, 'sales');
  return more;
}

function enrichment(context: Context): Loop[] {
  const { amocrm, log, db, clock } = context;
  if (amocrm === null) return [];
  const turn = async () => {
    // A turn takes its deals first, and each may be taken only so often: while nobody may ask, leave them.
    const refusal = await standingRefusal(db);
    if (refusal !== null && refusal.nextLookAt > clock.now()) return false;
    let changed = false;
    const more = await enrichDeals({
      ...context,
      amocrm,
      onEnriched: async (leadIds) => {
        changed = true;
        await releaseSaleNotices(db, leadIds, clock.now());
      },
    });
    if (changed) await bumpTopic(db, 'sales');
    return more;
  };
  return [startLoop({ name: 'enrichment', idleMs: 2_000, log, turn })];
}

function outbox(context: Context): Loop[] {
  const { telegram } = context;
  return telegram === null ? [] : startTelegram({ ...noticeReaders(context), ...context, telegram });
}

/** How the outbox learns what its messages say: figures by the same verb as the API. */
export function noticeReaders(context: Context): Readers {
  const { db, config } = context;
  return {
    db,
    publicUrl: config.http.publicUrl,
    timezone: async () => (await context.academy()).timezone,
    loadSale: (saleId) => loadSaleNotice(db, saleId),
    loadLead: (leadId) => loadLeadNotice(db, leadId),
    async loadOverview({ start, end, team, language }) {
      const currency = reportCurrency(await context.academy());
      const query = { start, end, basis: 'cash', currency } as const;
      return overview(context, await readQuestion(context, query, team, language));
    },
    loadPlans: (day) => readPlanLines(context, day),
  };
}

/** Everything scheduled or retried, for pg-boss. */
export function jobDefinitions(context: Context): JobDefinition[] {
  return [
    ...rollupJobs(context),
    ...adviceJobs({ ...context, record: (kind, run) => recordSyncRun(context, kind, run) }),
    ...retentionJobs(context),
    silenceJob(context),
    ...crmWatch(context),
    retellJob(context),
    ...(context.amocrm === null
      ? []
      : reconciliationJobs({ ...context, amocrm: context.amocrm, onChanged: () => settle(context) })),
    ...crmLeadsJobs({ ...context, onChanged: () => bumpTopic(context.db, 'sales') }),
    ...tripwireJobs({ ...context, onChanged: () => bumpTopic(context.db, 'leads') }),
    ...landingJobs({ ...context, onChanged: () => bumpTopic(context.db, 'leads') }),
    // By the clock as well: an assignment that comes while the job runs is found by the next run.
    { name: SETTLE_JOB, cron: '40 * * * *', timeoutSeconds: 3_600, run: () => settle(context) },
    ...spendJobs({
      ...context,
      record: (kind, run) => recordSyncRun(context, kind, run),
      onChanged: () => settle(context),
    }),
    ...ruleJobs({
      ...context,
      record: (kind, run) => recordSyncRun(context, kind, run),
      onChanged: () => settle(context),
    }),
  ];
}

/**
 * After a source was read or a campaign assigned. There may be ads that we did not know of, or knew as another team's,
 * when their leads and sales came: those are decided again, so that the order in which sources arrive does not matter.
 */
async function settle(context: Context): Promise<void> {
  context.rules.forget();
  const ledger = await context.ledger();
  await redecideLeadsOfAds(context.db, ledger);
  await redecideSalesOfAds(context.db, ledger);
  for (const topic of ['spend', 'leads', 'sales'] as const) await bumpTopic(context.db, topic);
}

function crmWatch(context: Context): JobDefinition[] {
  const { amocrm, config } = context;
  if (amocrm === null || config.amocrmApi === null) return [];
  const secret = config.amocrm.webhookSecret;
  const addresses = hookAddresses(WEBHOOK_PATHS, { publicUrl: config.http.publicUrl, secret });
  return crmWatchJobs({
    ...context,
    amocrm,
    ...{ addresses, secret },
    keys: config.amocrmApi,
    subscribeByItself: config.demo,
  });
}

/** By the clock as well: a change that comes while the job ends is found by the next run. */
function retellJob(context: Context): JobDefinition {
  return {
    name: RETELL_JOB,
    cron: '*/5 * * * *',
    timeoutSeconds: 3_600,
    async run() {
      context.academy.forget();
      if (!(await hasChangedPipelines(context.db))) return;
      await recordSyncRun(context, RETELL_JOB, (report) => retellChangedPipelines(context, report));
      await bumpTopic(context.db, 'sales');
    },
  };
}
