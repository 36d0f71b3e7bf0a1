import type { IntegrationResponse, IntegrationStatus } from '@traffic/contract';
import { sql } from 'kysely';
import type { AiClient } from '../../integrations/ai/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Config } from '../../platform/config/index.ts';
import { type Db, pingDatabase } from '../../platform/database/index.ts';
import type { SharedCache } from '../../platform/shared-cache.ts';
import { readCrmStatus } from '../crm/index.ts';
import { readFacebookStatus } from '../facebook/index.ts';
import { lastHeartbeat } from '../health/index.ts';
import { judgeTelegram, telegramFacts } from './telegram-check.ts';

export type Integration = Omit<IntegrationResponse, 'success'>;
export type IntegrationDeps = {
  db: Db;
  clock: Clock;
  config: Config;
  ai: AiClient | null;
  cache: Pick<SharedCache, 'ping'>;
};

const WORKER_SILENCE_MS = 60_000;
const SLOW_MS = 250;
const RANK: readonly IntegrationStatus[] = ['offline', 'degraded', 'online'];

/** Every service in one answer. */
export async function readIntegrations(deps: IntegrationDeps): Promise<Integration[]> {
  return Promise.all([
    readCrmStatus(deps, deps.config.amocrmApi),
    readFacebookStatus(deps, deps.config.meta !== null, 'ru'),
    readDatabase(deps),
    readTelegram(deps),
    readOpenai(deps),
    readRedis(deps),
  ]);
}

/** The worst of what is set up: what is not there on purpose is no trouble. */
export function overallStatus(integrations: readonly Integration[]): IntegrationStatus {
  return RANK.find((rank) => integrations.some(({ status }) => status === rank)) ?? 'not_configured';
}

/** Our own database: its answer time, its size, and whether anybody works through what comes in. */
export async function readDatabase({ db, clock }: IntegrationDeps): Promise<Integration> {
  const now = clock.now();
  const milliseconds = Math.round(await pingDatabase(db));
  const beat = await lastHeartbeat(db);
  const { rows } = await sql<{ version: string; bytes: string; migrations: number }>`
    select current_setting('server_version') as version, pg_database_size(current_database())::text as bytes,
      (select count(*)::int from schema_migrations) as migrations`.execute(db);
  const details = { ...rows[0], milliseconds, worker_seen_at: beat?.toISOString() ?? null };
  const answer = (status: IntegrationStatus, message: string): Integration => ({
    ...{ service: 'database', status, message, details },
    lastChecked: now.toISOString(),
  });
  if (beat === null || now.getTime() - beat.getTime() > WORKER_SILENCE_MS)
    return answer('degraded', 'Ни один worker не работает: запустите --role=worker или --role=all');
  if (milliseconds > SLOW_MS) return answer('degraded', `База отвечает медленно, мс: ${milliseconds}`);
  return answer('online', 'База данных отвечает');
}

/** Telegram by its own answers to our messages: the check of the same name as a status. */
export async function readTelegram({
  db,
  config,
}: Pick<IntegrationDeps, 'db' | 'config'>): Promise<Integration> {
  const facts = await telegramFacts(db);
  const { status, message, details } = judgeTelegram('telegram', facts, config.telegram !== null);
  const answer = (own: IntegrationStatus): Integration => ({
    ...{ service: 'telegram', status: own, message, details },
    lastChecked: facts.last_at?.toISOString() ?? null,
  });
  if (config.telegram === null) return answer('not_configured');
  // One chat of several that is closed to the bot is a trouble of that chat; a dead token is everybody's.
  if (status === 'error') return answer(facts.dead_token || facts.chats === 0 ? 'offline' : 'degraded');
  return answer(status === 'ok' ? 'online' : 'degraded');
}

/** The model that explains recommendations: what it answered last in this process. */
export async function readOpenai({ ai }: IntegrationDeps): Promise<Integration> {
  const last = ai?.lastOutcome() ?? null;
  const answer = (status: IntegrationStatus, message: string): Integration => ({
    ...{ service: 'openai', status, message, details: {} },
    lastChecked: last?.at.toISOString() ?? null,
  });
  if (ai === null) return answer('not_configured', 'OpenAI не подключён: отчёты считаются без него');
  if (last === null) return answer('degraded', 'Модель подключена, её ещё ни о чём не спрашивали');
  return last.ok
    ? answer('online', 'Модель объясняет рекомендации')
    : answer('offline', 'Модель не ответила: рекомендации объясняют сами правила');
}

/** Redis keeps answers for all processes; without it each has its own memory. */
export async function readRedis({ cache, clock }: IntegrationDeps): Promise<Integration> {
  const answered = await cache.ping();
  const answer = (status: IntegrationStatus, message: string): Integration => ({
    ...{ service: 'redis', status, message, details: { ...answered } },
    lastChecked: answered === null ? null : clock.now().toISOString(),
  });
  if (answered === null) return answer('not_configured', 'Redis не подключён: хватает памяти процесса');
  return answered.milliseconds === null
    ? answer('degraded', 'Redis не отвечает: ответы хранятся в памяти процесса')
    : answer('online', 'Redis отвечает');
}
