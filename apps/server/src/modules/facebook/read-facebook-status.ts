import type { IntegrationResponse, IntegrationStatus } from '@traffic/contract';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import { type Language, translate } from '../../platform/translate.ts';
import { SPEND_HOURLY, SPEND_NIGHTLY } from '../spend/index.ts';

type FacebookStatus = Omit<z.infer<typeof IntegrationResponse>, 'success'>;

/** Spend is read hourly: two missed hours are a problem. */
const STALE_MS = 2.5 * 3_600_000;

type Accounts = { total: number; included: number; failing: number; never_read: number };
type Facts = Accounts & { oldest: Date | null; newest: Date | null };
type OpenAlarm = { key: string; message: string; opened_at: Date };

/** How Meta is, from what the readings have written down: it is never asked here. */
export async function readFacebookStatus(
  { db, clock }: { db: Db; clock: Clock },
  configured: boolean,
  language: Language,
): Promise<FacebookStatus> {
  const [facts, alarms, token] = await Promise.all([readFacts(db), openAlarms(db), lastTokenCheck(db)]);
  const { oldest, newest, ...accounts } = facts;
  const { status, message } = judge(configured, facts, alarms, clock.now());
  return {
    service: 'facebook',
    status,
    message: translate(message, language),
    details: {
      accounts,
      token,
      complete_until: oldest?.toISOString() ?? null,
      alarms: alarms.map((alarm) => ({
        key: alarm.key,
        message: translate(alarm.message, language),
        since: alarm.opened_at.toISOString(),
      })),
    },
    lastChecked: newest?.toISOString() ?? null,
  };
}

function judge(
  configured: boolean,
  { included, failing, never_read, oldest }: Facts,
  alarms: readonly OpenAlarm[],
  now: Date,
): { status: IntegrationStatus; message: string } {
  if (!configured)
    return { status: 'not_configured', message: 'Meta не подключена: задайте FB_ACCESS_TOKEN' };
  const dead = alarms.find(({ key }) => key === 'meta.token' || key === 'meta.version');
  if (dead !== undefined) return { status: 'offline', message: dead.message };
  const degraded = (message: string) => ({ status: 'degraded' as const, message });
  if (failing > 0) return degraded(`Не читаются рекламные кабинеты: ${failing} из ${included}`);
  const [alarm] = alarms;
  if (alarm !== undefined) return degraded(alarm.message);
  if (included === 0) return degraded('Нет включённых рекламных кабинетов');
  if (never_read > 0) return degraded('Часть рекламных кабинетов ещё не прочитана');
  if (oldest === null || now.getTime() - oldest.getTime() > STALE_MS)
    return degraded('Расходы Meta давно не обновлялись');
  return { status: 'online', message: 'Meta отвечает' };
}

async function readFacts(db: Db): Promise<Facts> {
  const { rows } = await sql<Facts>`
    select count(*)::int as total, (count(*) filter (where included))::int as included,
      (count(*) filter (where included and failed_since is not null))::int as failing,
      (count(*) filter (where included and synced_at is null))::int as never_read,
      min(synced_at) filter (where included) as oldest, max(synced_at) filter (where included) as newest
    from ad_accounts`.execute(db);
  return rows[0] ?? { total: 0, included: 0, failing: 0, never_read: 0, oldest: null, newest: null };
}

/** What the last reading saw of the token: valid, until when; null before the first, or when Meta does not say. */
async function lastTokenCheck(db: Db): Promise<unknown> {
  const { rows } = await sql<{ token: unknown }>`
    select details -> 'token' as token from sync_runs
    where kind in (${SPEND_HOURLY}, ${SPEND_NIGHTLY}) and jsonb_typeof(details -> 'token') = 'object'
    order by id desc limit 1`.execute(db);
  return rows[0]?.token ?? null;
}

async function openAlarms(db: Db): Promise<OpenAlarm[]> {
  return db
    .selectFrom('alarms')
    .select(['key', 'message', 'opened_at'])
    .where('source', '=', 'meta')
    .where('closed_at', 'is', null)
    .orderBy('opened_at')
    .execute();
}
