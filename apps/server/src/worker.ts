import type { Context } from './context.ts';
import { rollupJobs, startRollups } from './modules/analytics/index.ts';
import { beat, CRM_SYNC } from './modules/health/index.ts';
import { processDeliveries } from './modules/inbox/index.ts';
import { landingJobs, startMirror } from './modules/landing/index.ts';
import { redecideUnattributedLeads } from './modules/leads/index.ts';
import { bumpTopic } from './modules/live/index.ts';
import { releaseSaleNotices, sendNotices } from './modules/notifications/index.ts';
import { clearAlarm, closeAbandonedRuns, raiseAlarm, recordSyncRun } from './modules/operations/index.ts';
import {
  enrichDeals,
  handleDeliveries,
  importDeals,
  loadSaleNotice,
  redecideUnattributedSales,
} from './modules/sales/index.ts';
import { spendJobs } from './modules/spend/index.ts';
import type { JobDefinition } from './platform/jobs.ts';
import { type Loop, startLoop } from './platform/loop.ts';

const HEARTBEAT_MS = 10_000;
/** While one batch waits for PostgreSQL the other is parsed: 1.8 times one loop (bench/process.ts). */
const INBOX_LOOPS = 2;
/** The hourly comparison looks back further than an hour: a lost hook of the night is found in the morning. */
const CRM_LOOK_BACK_MS = 48 * 3_600_000;

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
  const { telegram, log, db } = context;
  if (telegram === null) return [];
  const loadSale = (saleId: string) => loadSaleNotice(db, saleId);
  return [
    startLoop({
      name: 'outbox',
      idleMs: 1_000,
      log,
      turn: () => sendNotices({ ...context, telegram, loadSale }),
    }),
  ];
}

/** Everything scheduled or retried, for pg-boss. */
export function jobDefinitions(context: Context): JobDefinition[] {
  return [
    ...crmJobs(context, () => settle(context)),
    ...rollupJobs(context),
    ...landingJobs({ ...context, onChanged: () => bumpTopic(context.db, 'leads') }),
    ...spendJobs({
      ...context,
      record: (kind, run) => recordSyncRun(context, kind, run),
      onChanged: () => settle(context),
    }),
  ];
}

/**
 * After a source was read. New spend may bring ads that we did not know of when their leads and sales came:
 * those that found no team are decided again, so that the order in which sources arrive does not matter.
 */
async function settle(context: Context): Promise<void> {
  context.rules.forget();
  const ledger = await context.ledger();
  await redecideUnattributedLeads(context.db, ledger);
  await redecideUnattributedSales(context.db, ledger);
  for (const topic of ['spend', 'leads', 'sales'] as const) await bumpTopic(context.db, topic);
}

function crmJobs(context: Context, onChanged: () => Promise<void>): JobDefinition[] {
  const { amocrm } = context;
  if (amocrm === null) return [];
  return [
    {
      name: CRM_SYNC,
      cron: '11 * * * *',
      atStart: true,
      timeoutSeconds: 1800,
      async run() {
        await recordSyncRun(context, CRM_SYNC, async () => {
          const before = await context.db
            .selectFrom('sync_runs')
            .select('id')
            .where('kind', '=', CRM_SYNC)
            .where('status', '=', 'ok')
            .limit(1)
            .executeTakeFirst();
          const since =
            before === undefined ? null : new Date(context.clock.now().getTime() - CRM_LOOK_BACK_MS);
          return importDeals({ ...context, amocrm }, since);
        }).catch(async (error: unknown) => {
          await raiseAlarm(context, {
            key: CRM_SYNC,
            source: 'amocrm',
            message: 'Сверка с AmoCRM не прошла',
          });
          throw error;
        });
        await clearAlarm(context, CRM_SYNC);
        await onChanged();
      },
    },
  ];
}
