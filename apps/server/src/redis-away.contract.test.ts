import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { bumpTopic } from './modules/live/index.ts';
import { createLogger } from './platform/log.ts';
import { createSharedCache, type SharedCache } from './platform/shared-cache.ts';
import { startRedis, type TestRedis } from './testing/redis-server.ts';
import { ADMIN_TOKEN, createTestServer, type TestServer } from './testing/running-server.ts';

const log = createLogger({ level: 'silent', name: 'test' });
const RATE = 200;
const PATHS = ['/api/traffic-facebook/accounts', '/api/facebook-ads/insights?preset=7d'];

let open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.reverse()) await close();
  open = [];
});

async function redis(): Promise<TestRedis> {
  const started = await startRedis();
  open.push(() => started.close());
  return started;
}

async function serverWith(redisUrl: string): Promise<{ server: TestServer; url: string }> {
  const server = await createTestServer({ env: { REDIS_URL: redisUrl } });
  open.push(() => server.close());
  return { server, url: await server.app.listen({ port: 0, host: '127.0.0.1' }) };
}

function cacheWith(redisUrl: string | null): SharedCache {
  const cache = createSharedCache({ redisUrl, log });
  open.push(() => cache.close());
  return cache;
}

/** Asks cached endpoints RATE times a second, whatever the answers do, and says which statuses came. */
async function load(url: string, seconds: number, { context }: TestServer): Promise<number[]> {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
  const answers: Promise<number>[] = [];
  const begun = performance.now();
  for (let sent = 0; sent < seconds * RATE; sent += 1) {
    const wait = begun + (sent * 1000) / RATE - performance.now();
    if (wait > 1) await sleep(wait);
    // Every second the figures change: answers are made anew and written to the cache, not only read.
    if (sent % RATE === 0) await bumpTopic(context.db, 'spend');
    answers.push(fetch(`${url}${PATHS[sent % PATHS.length]}`, { headers }).then(({ status }) => status));
  }
  return [...new Set(await Promise.all(answers))];
}

const redisStatus = async (server: TestServer) =>
  (await server.get('/api/integrations/redis')).body['status'];

describe('200 requests a second to cached endpoints', () => {
  it('all succeed while Redis is killed, restored, frozen and thawed', async () => {
    const cache = await redis();
    const { server, url } = await serverWith(cache.url);
    const loading = load(url, 9, server);
    await sleep(2_000);
    await cache.kill();
    await sleep(2_000);
    await cache.start();
    await sleep(2_000);
    cache.freeze();
    await sleep(1_500);
    cache.thaw();
    const statuses = await loading;
    // By itself, at its next look: not in the same instant.
    await expect.poll(() => redisStatus(server), { timeout: 10_000 }).toBe('online');
    await cache.kill();
    await expect.poll(() => redisStatus(server), { timeout: 10_000 }).toBe('degraded');
    expect(statuses).toEqual([200]);
  });

  it('all succeed with a Redis that was never there', async () => {
    const gone = await startRedis();
    await gone.close();
    const { server, url } = await serverWith(gone.url);
    expect(await load(url, 3, server)).toEqual([200]);
  });
});

describe('a cached answer', () => {
  it.each(['memory', 'Redis'])('of 100 identical questions at once is made once (%s)', async (tier) => {
    const cache = cacheWith(tier === 'Redis' ? (await redis()).url : null);
    let made = 0;
    const answers = await Promise.all(
      Array.from({ length: 100 }, () =>
        cache.read('one', async () => {
          made += 1;
          await sleep(50);
          return { made };
        }),
      ),
    );
    expect(made).toBe(1);
    expect(new Set(answers.map((answer) => answer.made))).toEqual(new Set([1]));
  });

  it('costs a moment while Redis lives and says nothing, and none once that was noticed', async () => {
    const server = await redis();
    const cache = cacheWith(server.url);
    await cache.ping();
    server.freeze();
    const startedAt = performance.now();
    for (let key = 0; key < 50; key += 1) expect(await cache.read(`key ${key}`, async () => key)).toBe(key);
    // Waiting 200 ms for each of 50 readings and writings would take twenty seconds.
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    server.thaw();
  });

  it('that one process made serves another through Redis', async () => {
    const { url } = await redis();
    const [one, two] = [cacheWith(url), cacheWith(url)];
    // A look opens the connection; without one the first command does, and nobody waits for it.
    for (const cache of [one, two]) await cache.ping();
    await one.read('shared', async () => 'made by one');
    expect(await two.read('shared', async () => 'made by two')).toBe('made by one');
  });

  it('too old is given again while a new one cannot be made, and says so', async () => {
    const results: string[] = [];
    const onRead = (result: string) => results.push(result);
    const cache = createSharedCache({ redisUrl: null, log, ttlMs: 30, onRead });
    open.push(() => cache.close());
    await cache.read('x', async () => 'old');
    await sleep(40);
    const away = () => Promise.reject(new Error('the database is away'));
    expect(await cache.read('x', away)).toBe('old');
    expect(results).toEqual(['miss', 'stale']);
    await sleep(1_100);
    expect(await cache.read('x', async () => 'new')).toBe('new');
  });

  it('that failed to be made is not kept, and its error is the real one', async () => {
    const cache = cacheWith(null);
    await expect(cache.read('x', () => Promise.reject(new Error('no luck')))).rejects.toThrow('no luck');
    expect(await cache.read('x', async () => 'better')).toBe('better');
  });
});
