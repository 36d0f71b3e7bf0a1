import type { IntegrationStatus } from '@traffic/contract';
import { sql } from 'kysely';
import type { Clock } from '../../platform/clock.ts';
import type { Config } from '../../platform/config/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { SharedCache } from '../../platform/shared-cache.ts';
import { type HookVerdict, readCrmStatus } from '../crm/index.ts';
import { readTelegram } from '../diagnostics/index.ts';
import { readFacebookStatus } from '../facebook/index.ts';

const DAY_MS = 86_400_000;

export type SetupDeps = { db: Db; clock: Clock; config: Config; cache: Pick<SharedCache, 'ping'> };

/** How another side is, in one word and one sentence (Russian). */
export type Service = { status: IntegrationStatus; message: string };
type Counts = {
  first_hook: Date | null;
  refused_hooks: number;
  products: number;
  unmapped: number;
  accounts: number;
  unbound: number;
  /** Accounts in another currency than tenge, or of one we were not told yet. */
  foreign_money: number;
  rates: boolean;
  unconverted: boolean;
  first_lead: Date | null;
  first_sale: Date | null;
  spend: boolean;
  people: number;
  admins: number;
  teams_alone: number;
};

/** Everything the checklist is judged by, as it is written down now. */
export type SetupFacts = Counts & {
  amocrm: Service & { answers: boolean; asked: boolean };
  /** The last look at the account's subscriptions; null before the first. */
  webhooks: HookVerdict[] | null;
  meta: Service & { asked: boolean };
  telegram: Service;
  ratesConfigured: boolean;
};

type CrmDetails = {
  webhooks?: { webhooks: HookVerdict[] } | null;
  refusal?: object | null;
  last_answer_at?: Date | null;
  last_failure?: { at: Date } | null;
};

/** @param today the running business day: an ad account is bound when a team has it on this day */
export async function readSetupFacts(deps: SetupDeps, today: string): Promise<SetupFacts> {
  const { db, config } = deps;
  const [amocrm, meta, telegram, counts] = await Promise.all([
    readCrmStatus(deps, config.amocrmApi),
    readFacebookStatus(deps, config.meta !== null, 'ru'),
    readTelegram(deps),
    countFacts(db, today, new Date(deps.clock.now().getTime() - DAY_MS)),
  ]);
  const { webhooks, refusal, last_answer_at, last_failure } = amocrm.details as CrmDetails;
  const failedLast = last_failure != null && (last_answer_at == null || last_failure.at > last_answer_at);
  return {
    ...counts,
    amocrm: {
      ...amocrm,
      asked: amocrm.lastChecked !== null,
      answers: last_answer_at != null && refusal == null && !failedLast,
    },
    webhooks: webhooks?.webhooks ?? null,
    meta: { ...meta, asked: meta.lastChecked !== null },
    telegram,
    ratesConfigured: config.rates !== null,
  };
}

/** One statement of look-ups that end at the first row found, or count tables of a few dozen rows. */
async function countFacts(db: Db, today: string, yesterday: Date): Promise<Counts> {
  const { rows } = await sql<Counts>`
    select
      (select received_at from webhook_deliveries order by id limit 1) as first_hook,
      (select coalesce(sum(refused), 0)::int from webhook_refusals where hour > ${yesterday}) as refused_hooks,
      (select count(*)::int from products) as products,
      (select count(distinct d.pipeline_id)::int from (
        select distinct pipeline_id from all_sales_tracking
        where sale_day > ${today}::date - 30 and reversed_at is null) d
        where not exists (select from product_pipelines p where p.pipeline_id = d.pipeline_id)) as unmapped,
      (select count(*)::int from ad_accounts where included) as accounts,
      (select count(*)::int from ad_accounts a where a.included and not exists (
        select from ad_account_teams b where b.account_id = a.account_id
          and coalesce(b.valid_from, '-infinity'::date) <= ${today}::date
          and coalesce(b.valid_to, 'infinity'::date) > ${today}::date)) as unbound,
      (select count(*)::int from ad_accounts where included
        and currency is distinct from 'KZT') as foreign_money,
      exists (select from exchange_rates) as rates,
      exists (select from ad_team_days where unconverted_kzt > 0) as unconverted,
      (select min(created_at) from traffic_leads where is_first) as first_lead,
      (select min(sale_date) from all_sales_tracking) as first_sale,
      exists (select from traffic_stats) as spend,
      (select count(*)::int from users where disabled_at is null) as people,
      (select count(*)::int from users where disabled_at is null and role = 'admin') as admins,
      (select count(*)::int from traffic_teams t where t.active and not exists (
        select from users u where u.team_id = t.id and u.disabled_at is null)) as teams_alone`.execute(db);
  const [counts] = rows;
  if (counts === undefined) throw new Error('a select without from gives one row');
  return counts;
}
