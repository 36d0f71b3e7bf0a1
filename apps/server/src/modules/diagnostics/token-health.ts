import type { TokenHealth } from '@traffic/contract';
import { sql } from 'kysely';
import type { AiClient } from '../../integrations/ai/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Config } from '../../platform/config/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { SPEND_HOURLY, SPEND_NIGHTLY } from '../spend/index.ts';
import { expiryStep } from '../operations/index.ts';
import { readCrmStatus } from '../crm/index.ts';

const DAY_MS = 86_400_000;

type Deps = { db: Db; clock: Clock; config: Config; ai: Pick<AiClient, 'lastOutcome'> | null };
type Life = {
  valid: boolean | null;
  expiresAt: Date | null;
  scopes: string[] | null;
  checkedAt: Date | null;
};
type Words = { name: string; renew: string };

/** How every key of ours at others is, from what was written down at the last look. */
export async function tokenHealth({ db, clock, config, ai }: Deps): Promise<TokenHealth[]> {
  const now = clock.now();
  const [amocrm, meta, telegram] = await Promise.all([
    config.amocrmApi === null ? null : amocrmLife({ db, clock, config, ai }),
    config.meta === null ? null : metaLife(db),
    config.telegram === null ? null : telegramLife(db),
  ]);
  return [
    judgeToken('amocrm', amocrm, { name: 'AmoCRM', renew: renewAmocrm(config) }, now),
    judgeToken(
      'meta',
      meta,
      { name: 'Meta', renew: 'Выпустите новый токен Meta и обновите FB_ACCESS_TOKEN' },
      now,
    ),
    judgeToken(
      'telegram',
      telegram,
      { name: 'Telegram', renew: 'Возьмите токен у @BotFather и обновите TELEGRAM_BOT_TOKEN' },
      now,
    ),
    judgeToken(
      'openai',
      aiLife(ai),
      { name: 'OpenAI', renew: 'Выпустите новый ключ модели и обновите OPENAI_API_KEY' },
      now,
    ),
  ];
}

const renewAmocrm = ({ amocrmApi }: Config): string =>
  amocrmApi?.oauth
    ? 'Разрешите доступ заново и обновите AMOCRM_REFRESH_TOKEN'
    : 'Выпустите новый токен AmoCRM и обновите AMOCRM_ACCESS_TOKEN';

/** The verdict on one key; days are whole days that are left. */
export function judgeToken(
  service: TokenHealth['service'],
  life: Life | null,
  { name, renew }: Words,
  now: Date,
): TokenHealth {
  const expiresAt = life?.expiresAt ?? null;
  const days = expiresAt === null ? null : Math.floor((expiresAt.getTime() - now.getTime()) / DAY_MS);
  const step = days === null ? null : expiryStep(days);
  const facts = {
    service,
    configured: life !== null,
    valid: life === null ? null : days !== null && days < 0 ? false : life.valid,
    expires_at: expiresAt?.toISOString() ?? null,
    days_left: days,
    warn_days: step,
    scopes: life?.scopes ?? null,
    checked_at: life?.checkedAt?.toISOString() ?? null,
  };
  if (life === null) return { ...facts, level: 'unknown', message: `${name} не подключён`, action: null };
  if (facts.valid === false)
    return { ...facts, level: 'error', message: `Токен ${name} больше не действует`, action: renew };
  if (days !== null && step !== null)
    return {
      ...facts,
      level: step <= 7 ? 'error' : 'warning',
      message: `Токен ${name} истечёт, осталось дней: ${days}`,
      action: renew,
    };
  if (facts.valid === null)
    return { ...facts, level: 'unknown', message: `Токен ${name} ещё не проверялся`, action: null };
  return { ...facts, level: 'ok', message: `Токен ${name} действует`, action: null };
}

/**
 * A key of a model has no end that it would tell; the provider's last answer to this process says whether it is accepted.
 * Any other refusal proves nothing about the key.
 */
export function aiLife(ai: Deps['ai']): Life | null {
  if (ai === null) return null;
  const last = ai.lastOutcome();
  const refused = last?.status === 401 || last?.status === 403;
  return {
    valid: refused ? false : last?.ok === true ? true : null,
    ...{ expiresAt: null, scopes: null, checkedAt: last?.at ?? null },
  };
}

async function amocrmLife({ db, clock, config }: Deps): Promise<Life> {
  const { details, lastChecked } = await readCrmStatus({ db, clock }, config.amocrmApi);
  const { token, refusal, last_answer_at } = details as {
    token: { kind: string; expires_at: string | null } | undefined;
    refusal: { kind: string } | null;
    last_answer_at: Date | null;
  };
  return {
    valid: refusal?.kind === 'unauthorized' ? false : last_answer_at === null ? null : true,
    // A pair that renews itself has no day on which a person must act.
    expiresAt: token?.expires_at && token.kind === 'long_lived' ? new Date(token.expires_at) : null,
    scopes: null,
    checkedAt: lastChecked === null ? null : new Date(lastChecked),
  };
}

/** What Meta said of its token when it was last inspected, or by refusing it. */
async function metaLife(db: Db): Promise<Life> {
  const { rows } = await sql<{ at: Date | null; token: MetaToken | null; dead: boolean }>`
    select run.finished_at as at, run.details -> 'token' as token,
      exists (select from alarms where key = 'meta.token' and closed_at is null) as dead
    from (select 1) one left join lateral (
      select finished_at, details from sync_runs
      where kind in (${SPEND_HOURLY}, ${SPEND_NIGHTLY}) and jsonb_typeof(details -> 'token') = 'object'
      order by id desc limit 1) run on true`.execute(db);
  const { at = null, token = null, dead = false } = rows[0] ?? {};
  return {
    valid: dead ? false : (token?.valid ?? null),
    expiresAt: token?.expires_at ? new Date(token.expires_at) : null,
    scopes: token?.scopes ?? null,
    checkedAt: at,
  };
}

type MetaToken = { valid: boolean; expires_at: string | null; scopes?: string[] };

/** A bot's token has no end; Telegram's own answers tell whether it is accepted, to messages and to our listening. */
async function telegramLife(db: Db): Promise<Life> {
  const { rows } = await sql<{ dead: boolean; heard_at: Date | null; sent_at: Date | null }>`
    select exists (select from alarms where key = 'telegram.token' and closed_at is null) as dead,
      case when failure is null then polled_at end as heard_at,
      (select max(last_answer_at) from telegram_chats where last_answer = 'ok') as sent_at
    from telegram_inbox`.execute(db);
  const { dead = false, heard_at = null, sent_at = null } = rows[0] ?? {};
  const checkedAt = heard_at !== null && (sent_at === null || heard_at > sent_at) ? heard_at : sent_at;
  return {
    valid: dead ? false : checkedAt === null ? null : true,
    ...{ expiresAt: null, scopes: null, checkedAt },
  };
}
