import { BentoCache, bentostore, errors } from 'bentocache';
import { memoryDriver } from 'bentocache/drivers/memory';
import { redisDriver } from 'bentocache/drivers/redis';
import { Redis } from 'ioredis';
import type { Logger } from './log.ts';

const TTL_MS = 5 * 60_000;
/** How long an answer may be given again while making a new one fails, or takes longer than people wait. */
const STALE_MS = 6 * 3_600_000;
const PATIENCE_MS = 2_000;
const MAX_ENTRIES = 2_000;
/** Redis answers in a millisecond or is of no use: an answer is never worth waiting for it. */
const COMMAND_TIMEOUT_MS = 200;
/** After Redis failed it is left alone for so long. */
const LEFT_ALONE_MS = 2_000;
const RECONNECT_MS = 2_000;

export type CacheResult = 'hit' | 'stale' | 'miss';

export type SharedCache = {
  /**
   * The answer under this key, at most 5 minutes old; made by `make` when there is none, once for all who ask at the same
   * time. An older answer is given while `make` fails or takes longer than 2 s. Answers must survive JSON.
   * @throws what `make` throws when there is no older answer
   */
  read<T>(key: string, make: () => Promise<T>): Promise<T>;
  /** Whether Redis answers now, and in how many milliseconds; null when none is set up. */
  ping(): Promise<{ milliseconds: number | null } | null>;
  close(): Promise<void>;
};

/**
 * Answers by key in this process's memory, and in Redis too when there is one: processes share it, and a restarted one
 * begins warm. Redis is never needed: while it is away the memory serves alone.
 */
export function createSharedCache(options: {
  redisUrl: string | null;
  log: Logger;
  onRead?: (result: CacheResult) => void;
  ttlMs?: number;
}): SharedCache {
  const redis = options.redisUrl === null ? null : connect(options.redisUrl, options.log);
  const layers = bentostore().useL1Layer(memoryDriver({ maxItems: MAX_ENTRIES }));
  const cache = new BentoCache({
    default: 'answers',
    stores: {
      answers:
        redis === null ? layers : layers.useL2Layer(redisDriver({ connection: redis, prefix: 'traffic' })),
    },
    ...{ ttl: options.ttlMs ?? TTL_MS, grace: STALE_MS, graceBackoff: 1_000, timeout: PATIENCE_MS },
    ...{ suppressL2Errors: true, l2CircuitBreakerDuration: LEFT_ALONE_MS },
  });
  cache.on('cache:hit', ({ graced }) => options.onRead?.(graced ? 'stale' : 'hit'));
  cache.on('cache:miss', () => options.onRead?.('miss'));
  return {
    async read(key, make) {
      try {
        return await cache.getOrSet({ key, factory: make });
      } catch (error) {
        throw error instanceof errors.E_FACTORY_ERROR ? (error.cause ?? error) : error;
      }
    },
    async ping() {
      if (redis === null) return null;
      const startedAt = performance.now();
      try {
        if (redis.status === 'wait') await redis.connect();
        await redis.ping();
        return { milliseconds: Math.round(performance.now() - startedAt) };
      } catch {
        return { milliseconds: null };
      }
    },
    async close() {
      await cache.disconnectAll().catch(() => undefined);
      redis?.disconnect();
    },
  };
}

function connect(url: string, log: Logger): Redis {
  const redis = new Redis(url, {
    ...{ commandTimeout: COMMAND_TIMEOUT_MS, connectTimeout: 1_000 },
    // While Redis is away a command fails at once instead of waiting in a queue.
    ...{ enableOfflineQueue: false, maxRetriesPerRequest: 0 },
    // By the first answer: a command line tool that keeps none must not wait for its end.
    lazyConnect: true,
    retryStrategy: () => RECONNECT_MS,
  });
  let away = false;
  redis.on('error', (error: Error) => {
    if (!away) log.warn({ err: error }, 'Redis is away: answers are kept in memory only');
    away = true;
  });
  redis.on('ready', () => {
    if (away) log.info('Redis is back');
    away = false;
  });
  return redis;
}
