import type { AiClient } from '../../integrations/ai/index.ts';
import type { DiagnosticCheck, SourceState } from '@traffic/contract';
import { sql } from 'kysely';
import type { Clock } from '../../platform/clock.ts';
import type { Config } from '../../platform/config/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { SharedCache } from '../../platform/shared-cache.ts';
import { readCrmStatus } from '../crm/index.ts';
import type { Academy } from '../settings/index.ts';
import { error } from './check.ts';
import { checkLedger, checkProjection } from './ledger-checks.ts';
import {
  checkClock,
  checkDeadLetters,
  checkOutbox,
  judgeReconciliation,
  judgeTokens,
} from './operation-checks.ts';
import { checkLanding, checkProftest, checkTripwire, judgeSource } from './source-checks.ts';
import { judgeTelegram, telegramFacts } from './telegram-check.ts';
import { tokenHealth } from './token-health.ts';
import { judgeWebhook } from './webhook-check.ts';

export type DiagnosticsDeps = {
  ai: AiClient | null;
  db: Db;
  clock: Clock;
  config: Config;
  academy: () => Promise<Academy>;
  sources: () => Promise<SourceState[]>;
  cache: Pick<SharedCache, 'ping'>;
};

/** The products of the first customer as the checks have always been called, and the tables they are told by. */
const PRODUCTS = [
  { webhook: 'Express Course Webhook', sales: 'Express Course Sales', table: 'express_course_sales' },
  { webhook: 'Flagship Course Webhook', sales: 'Flagship Course Sales', table: 'main_product_sales' },
] as const;

/** Every check, from what our own tables say now. One that cannot be done is an error, never a silent ok. */
export async function runChecks(deps: DiagnosticsDeps): Promise<DiagnosticCheck[]> {
  const { db, clock, config } = deps;
  const now = clock.now();
  const sources = await deps.sources();
  const academy = await deps.academy();
  const source = (key: SourceState['key']) => sources.find((one) => one.key === key);
  const hooks = await brokenHooks(deps);
  const compared = await lastComparison(db);
  const keyOf = (table: string) => [...academy.ledgerTables].find(([, name]) => name === table)?.[0] ?? null;
  const checks: [name: string, check: () => Promise<DiagnosticCheck> | DiagnosticCheck][] = [
    ...PRODUCTS.map(({ webhook, table }): [string, () => Promise<DiagnosticCheck>] => [
      webhook,
      async () =>
        judgeWebhook(
          webhook,
          {
            ...(await pipelineFacts(db, keyOf(table), compared)),
            brokenHooks: hooks,
            configured: config.amocrmApi !== null,
          },
          now,
        ),
    ]),
    ['Landing BD Sync', () => checkLanding(db, 'Landing BD Sync', source('landing'))],
    [
      'Tripwire BD Integration',
      () => checkTripwire(deps, 'Tripwire BD Integration', config.tripwireDatabaseUrl !== null),
    ],
    ['ProofTest Integration', () => checkProftest(db, 'ProofTest Integration', now)],
    ...PRODUCTS.map(({ sales, table }): [string, () => Promise<DiagnosticCheck>] => [
      sales,
      () => checkProjection(db, sales, { key: keyOf(table) ?? '', table }),
    ]),
    ['All Sales Tracking', () => checkLedger(db, 'All Sales Tracking', academy.wonStatusId)],
    [
      'Facebook spend',
      () =>
        judgeSource('Facebook spend', source('meta'), {
          fresh: 'Расходы Meta обновляются',
          notConfigured: 'Meta не подключена',
          never: 'Расходы Meta ещё не прочитаны',
          action: 'Проверьте FB_ACCESS_TOKEN и рекламные кабинеты в «Настройках»',
        }),
    ],
    [
      'exchange rates',
      () =>
        judgeSource('exchange rates', source('rates'), {
          fresh: 'Курсы валют обновляются',
          notConfigured: 'Курсы валют не подключены',
          never: 'Курсы валют ещё не прочитаны',
          action: 'Проверьте RATES_URL или задайте курс дня вручную',
        }),
    ],
    ['tokens', async () => judgeTokens('tokens', await tokenHealth(deps))],
    ['Telegram', async () => judgeTelegram('Telegram', await telegramFacts(db), config.telegram !== null)],
    ['outbox', () => checkOutbox(db, 'outbox', now)],
    ['dead letters', () => checkDeadLetters(db, 'dead letters')],
    ['reconciliation', () => judgeReconciliation('reconciliation', compared, config.amocrmApi !== null, now)],
    ['clock/tzdata', () => checkClock(db, 'clock/tzdata', now)],
  ];
  return Promise.all(checks.map(([name, check]) => guarded(name, check)));
}

async function guarded(
  name: string,
  check: () => Promise<DiagnosticCheck> | DiagnosticCheck,
): Promise<DiagnosticCheck> {
  try {
    return await check();
  } catch (failure) {
    return error(name, {
      message: 'Проверка не удалась',
      cause: failure instanceof Error ? failure.message : String(failure),
      action: 'Повторите через минуту; если не поможет, посмотрите журнал сервера',
    });
  }
}

/** Addresses of ours that AmoCRM does not call as it should, from the last look; null before it. */
async function brokenHooks({ db, clock, config }: DiagnosticsDeps): Promise<string[] | null> {
  const { details } = await readCrmStatus({ db, clock }, config.amocrmApi);
  const check = details.webhooks as { webhooks: { path: string; state: string }[] } | null | undefined;
  return check?.webhooks.filter(({ state }) => state !== 'ok').map(({ path }) => path) ?? null;
}

type Comparison = {
  id: string;
  at: Date;
  from: Date;
  to: Date;
  remaining: number;
  /** The CRM's own count of sales by pipeline; null in comparisons that did not count. */
  won: Record<string, number> | null;
};

async function lastComparison(db: Db): Promise<Comparison | null> {
  const { rows } = await sql<Comparison>`
    select id, least(finished_at, compared_to) as at, compared_from as from, compared_to as to, coalesce(remaining, 0) as remaining, won
    from reconciliations where state = 'done' order by id desc limit 1`.execute(db);
  return rows[0] ?? null;
}

/** A product's pipelines: what the CRM counted there when it was last compared, and what no hook had told us. */
async function pipelineFacts(db: Db, product: string | null, compared: Comparison | null) {
  const { rows } = await sql<{
    pipelines: string[];
    ours: number;
    heard: number;
    missed: number;
    remaining: number | null;
    last: Date | null;
  }>`
    with own as (
      select coalesce(array_agg(pipeline_id), '{}') as ids from product_pipelines
      where product_key = ${product} and counted
    ), sold as (
      select lead_id from all_sales_tracking, own where pipeline_id = any(own.ids) and reversed_at is null
        and sale_date >= ${compared?.from ?? null} and sale_date < ${compared?.to ?? null})
    select own.ids::text[] as pipelines, (select count(*)::int from sold) as ours,
      (select count(distinct lead_id)::int from sold join deal_events using (lead_id) where delivery_id is not null) as heard,
      (select count(*)::int from reconciliations r, jsonb_array_elements(r.missing -> 'deals') m
        join deals d on d.lead_id = (m ->> 'lead_id')::bigint
        where r.id = ${compared?.id ?? null} and d.pipeline_id = any(own.ids)) as missed,
      (select coalesce((select count(*)::int from jsonb_array_elements_text(r.unmended) u
          left join deals d on d.lead_id = u::bigint
          where coalesce(d.pipeline_id = any(own.ids), true)), r.remaining, 0)
        from reconciliations r where r.id = ${compared?.id ?? null}) as remaining,
      (select max(received_at) from webhook_deliveries where state = 'processed' and received_at > now() - interval '30 days')
        as last
    from own`.execute(db);
  const { pipelines = [], ours = 0, heard = 0, missed = 0, last = null } = rows[0] ?? {};
  const remaining = rows[0]?.remaining ?? 0;
  const won = compared?.won ?? null;
  const crm = won === null ? null : pipelines.reduce((sum, pipeline) => sum + (won[pipeline] ?? 0), 0);
  return {
    pipelines,
    compared: compared && { at: compared.at, ...{ crm, ours, heard, missed, remaining } },
    lastDeliveryAt: last,
  };
}
