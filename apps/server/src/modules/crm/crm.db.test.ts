import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type RunningSimulator, startSimulator } from '../../../../simulator/src/index.ts';
import { type AmocrmClient, AmocrmError } from '../../integrations/amocrm/index.ts';
import type { AmocrmKeys } from '../../platform/config/index.ts';
import { connectDatabase, type Database } from '../../platform/database/index.ts';
import { createTestServer, type TestServer, WEBHOOK_SECRET } from '../../testing/running-server.ts';
import { jobDefinitions, startWorker } from '../../worker.ts';
import { createCrmClient } from './create-crm-client.ts';
import { crmWatchJobs } from './jobs.ts';

const ROOT = fileURLToPath(new URL('../../../../../', import.meta.url));
const PUBLIC_URL = 'https://traffic.test';
const SALES_HOOK = `${PUBLIC_URL}/api/amocrm/sales-webhook/${WEBHOOK_SECRET}`;

let simulator: RunningSimulator;
let server: TestServer;
const pools: Database[] = [];

beforeAll(async () => {
  const preset: unknown = JSON.parse(await readFile(join(ROOT, 'presets/onai-academy.json'), 'utf8'));
  simulator = await startSimulator({ port: 0, historyDays: 0, preset });
  server = await createTestServer({
    env: {
      PUBLIC_URL,
      AMOCRM_API_URL: `${simulator.url}/amocrm`,
      AMOCRM_ACCESS_TOKEN: 'sim-amocrm-token',
    },
  });
});
afterEach(async () => {
  await simulator.control('DELETE', '/faults');
  for (const pool of pools.splice(0)) await pool.close();
});
afterAll(async () => {
  await server.close();
  await simulator.close();
});

const fail = (): never => {
  throw new Error('AmoCRM is not configured');
};
const run = async (name: string) => {
  const job = jobDefinitions(server.context).find((definition) => definition.name === name);
  if (job === undefined) throw new Error(`no job ${name}`);
  await job.run({});
};
const status = async () => (await server.get('/api/integrations/amocrm')).body;
const details = async () => (await status())['details'] as Record<string, unknown>;
const openAlarms = async () => {
  const { body } = await server.get('/api/v1/alarms');
  const alarms = body['alarms'] as { key: string; closed_at: string | null }[];
  return alarms.filter(({ closed_at }) => closed_at === null).map(({ key }) => key);
};
const calls = async () => (await simulator.control('GET', '/calls')) as Record<string, number>;
const fault = (amocrm: object) => simulator.control('POST', '/faults', { amocrm });
const lookSoon = () =>
  sql`update amocrm_gate set probe_at = clock_timestamp() where refusal is not null`.execute(
    server.context.db,
  );

const LONG_LIVED: AmocrmKeys['oauth'] = null;
const ROTATING: AmocrmKeys['oauth'] = {
  clientId: 'id',
  clientSecret: 'secret',
  refreshToken: 'sim-amocrm-refresh-token',
  redirectUri: PUBLIC_URL,
};

/** Clients as two processes have them, each with its own connections, and what all of them sent. */
function twoProcesses(accessToken: string, oauth: AmocrmKeys['oauth']) {
  const sent: { at: number; status: number }[] = [];
  const { clock, log, config } = server.context;
  const client = (): AmocrmClient => {
    const pool = connectDatabase({ url: server.databaseUrl, maxConnections: 4, applicationName: 'process' });
    pools.push(pool);
    return createCrmClient({
      ...{ db: pool.db, clock, log, dataDir: config.dataDir, encryptionKeys: 'k'.repeat(32) },
      keys: { baseUrl: `${simulator.url}/amocrm`, anyHost: true, accessToken, oauth },
      leadFieldIds: () => ({}),
      fetch: async (url, init) => {
        const request = { at: performance.now(), status: 0 };
        sent.push(request);
        const answer = await fetch(url, init);
        request.status = answer.status;
        return answer;
      },
    });
  };
  const clients = [client(), client()];
  return {
    sent,
    /** So many requests of each at once; resolves to how they ended. */
    ask: (count: number) =>
      Promise.all(
        clients.flatMap((one) =>
          Array.from({ length: count }, () =>
            one.account().then(
              () => 'answered',
              (error: unknown) => (error instanceof AmocrmError ? error.kind : 'broken'),
            ),
          ),
        ),
      ),
  };
}

function mostInOneSecond(sent: readonly { at: number }[]): number {
  return Math.max(
    ...sent.map((first) => sent.filter(({ at }) => at >= first.at && at < first.at + 1000).length),
  );
}

describe('two processes', () => {
  it('with a token that has ended, twenty requests each, the limit of AmoCRM on: one exchange, no 429, all answered', async () => {
    await simulator.control('DELETE', '/calls');
    const { ask, sent } = twoProcesses('ended-yesterday', ROTATING);
    expect(new Set(await ask(20))).toEqual(new Set(['answered']));
    expect((await calls())['POST /amocrm/oauth2/access_token']).toBe(1);
    expect(sent.filter(({ status: code }) => code === 429 || code === 403)).toEqual([]);
    expect(mostInOneSecond(sent)).toBeLessThanOrEqual(7);
    expect(await openAlarms()).toEqual([]);
  });

  it('on a bad day, unpaid, then too many requests, then blocked with HTML: hardly a request, one alarm each, all well after', async () => {
    const { ask, sent } = twoProcesses('sim-amocrm-token', LONG_LIVED);
    await ask(1);
    const sentIn = async (count: number) => {
      const before = sent.length;
      const ends = await ask(count);
      return { requests: sent.length - before, ends: new Set(ends) };
    };
    await fault({ status: 402 });
    const unpaid = await sentIn(10);
    expect(unpaid.ends).toEqual(new Set(['unpaid']));
    expect(unpaid.requests).toBeLessThanOrEqual(4);
    expect((await sentIn(10)).requests).toBe(0);
    expect(await openAlarms()).toEqual(['amocrm.unpaid']);

    await simulator.control('DELETE', '/faults');
    await lookSoon();
    expect((await sentIn(1)).ends).toContain('answered');
    expect(await openAlarms()).toEqual([]);

    await fault({ status: 429, times: 2 });
    expect((await sentIn(3)).ends).toEqual(new Set(['answered']));
    expect(await openAlarms()).toEqual([]);

    await fault({ status: 403 });
    const blocked = await sentIn(10);
    expect(blocked.ends).toEqual(new Set(['blocked']));
    expect(blocked.requests).toBeLessThanOrEqual(4);
    expect(await openAlarms()).toEqual(['amocrm.blocked']);

    await simulator.control('DELETE', '/faults');
    await lookSoon();
    expect((await sentIn(2)).ends).toContain('answered');
    expect((await sentIn(5)).ends).toEqual(new Set(['answered']));
    const { body } = await server.get('/api/v1/alarms');
    expect((body['alarms'] as { key: string }[]).map(({ key }) => key).toSorted()).toEqual([
      'amocrm.blocked',
      'amocrm.unpaid',
    ]);
    expect(mostInOneSecond(sent)).toBeLessThanOrEqual(7);
  });
});

it('a long-lived token that ends within days raises an alarm in time', async () => {
  const { db, clock, log, config } = server.context;
  const inDays = (days: number) => {
    const claims = JSON.stringify({ exp: Math.floor(Date.now() / 1000) + days * 86_400 + 60 });
    return `e30.${Buffer.from(claims).toString('base64url')}.signature`;
  };
  const health = (token: string) =>
    crmWatchJobs({
      ...{ db, clock, log, addresses: [], secret: null, subscribeByItself: false },
      amocrm: server.context.amocrm ?? fail(),
      keys: { baseUrl: config.amocrmApi?.baseUrl ?? '', anyHost: true, accessToken: token, oauth: null },
    }).find(({ name }) => name === 'amocrm.health');
  await health(inDays(13))?.run({});
  expect(await openAlarms()).toEqual(['amocrm.token_expiring']);
  await health(inDays(400))?.run({});
  expect(await openAlarms()).toEqual([]);
});

describe('what AmoCRM refuses', () => {
  it.each([
    [401, 'amocrm.token', /токен/],
    [402, 'amocrm.unpaid', /не оплачена/],
    [403, 'amocrm.blocked', /закрыл доступ/],
  ])('%i: stopped, alarmed once, shown, and over with the next answer', async (code, key, message) => {
    await run('amocrm.health');
    expect(await status()).toMatchObject({ service: 'amocrm', status: expect.not.stringMatching('offline') });
    await fault({ status: code });
    await simulator.control('DELETE', '/calls');
    for (let time = 0; time < 4; time += 1) await run('amocrm.health');
    expect((await calls())['GET /amocrm/api/v4/account']).toBe(1);
    expect(await openAlarms()).toEqual([key]);
    expect(await status()).toMatchObject({
      success: true,
      status: 'offline',
      message: expect.stringMatching(message),
      details: { refusal: { status: code } },
    });
    await simulator.control('DELETE', '/faults');
    await lookSoon();
    await run('amocrm.health');
    expect(await openAlarms()).toEqual([]);
    expect(await details()).toMatchObject({ refusal: null });
  });

  it('unpaid: reports go on from our own data, with their age and the reason beside them', async () => {
    await run('amocrm.health');
    await fault({ status: 402 });
    await run('amocrm.health');
    const amocrm = async () => {
      const { status: code, body } = await server.get('/api/v1/overview?preset=7d');
      expect(code).toBe(200);
      return (body['sources'] as { key: string }[]).find(({ key }) => key === 'amocrm');
    };
    await expect.poll(amocrm).toMatchObject({
      status: 'failed',
      reason: expect.stringContaining('не оплачена'),
      incomplete_since: expect.any(String),
    });
    await simulator.control('DELETE', '/faults');
    await lookSoon();
    await run('amocrm.health');
    await expect.poll(amocrm).toMatchObject({ status: 'never' });
  });

  it('costs waiting sales none of their attempts to learn their buyer', async () => {
    const { db } = server.context;
    const due = new Date(Date.now() - 1000);
    await db
      .insertInto('deals')
      .values({ lead_id: '1', pipeline_id: '1', status_id: '142', updated_at: due, enrich_after: due })
      .execute();
    const attemptsAfterATurn = async () => {
      await startWorker(server.context).stop();
      return (await db.selectFrom('deals').select('enrich_attempts').executeTakeFirstOrThrow())
        .enrich_attempts;
    };
    await fault({ status: 402 });
    await run('amocrm.health');
    expect(await attemptsAfterATurn()).toBe(0);
    await simulator.control('DELETE', '/faults');
    await lookSoon();
    await run('amocrm.health');
    expect(await attemptsAfterATurn()).toBe(1);
  });

  it('a trouble that passes is shown as one and raises no alarm', async () => {
    await fault({ status: 500, html: true });
    const short = server.context.amocrm?.account();
    await expect(short).rejects.toMatchObject({ kind: 'server' });
    expect(await status()).toMatchObject({ status: 'degraded', message: 'AmoCRM отвечает ошибкой' });
    expect(await openAlarms()).toEqual([]);
  });
});

describe('the webhook subscriptions', () => {
  it('missing: alarm and the way out; subscribed by the command, twice without harm and without the secret shown: over', async () => {
    await run('amocrm.webhooks');
    expect(await openAlarms()).toEqual(['amocrm.webhook_missing']);
    expect(await status()).toMatchObject({
      message: expect.stringContaining('npm run amocrm:subscribe'),
    });

    const first = await subscribeCommand();
    expect(first).toMatchObject({ code: 0 });
    expect(first.output.match(/subscribed now \(was: missing\)/g)).toHaveLength(3);
    const again = await subscribeCommand();
    expect(again.output.match(/subscribed already/g)).toHaveLength(3);
    expect(first.output + again.output).not.toContain(WEBHOOK_SECRET);

    await run('amocrm.webhooks');
    expect(await openAlarms()).toEqual([]);
    expect(await details()).toMatchObject({
      webhooks: {
        checked_at: expect.any(String),
        webhooks: [
          { path: '/api/amocrm/sales-webhook', state: 'ok' },
          { path: '/api/amocrm/funnel-sale', state: 'ok' },
          { path: '/webhook/amocrm/traffic', state: 'ok' },
        ],
      },
    });
    expect(JSON.stringify(await details())).not.toContain(WEBHOOK_SECRET);
  });

  it('without all events: the same alarm; the command completes them', async () => {
    await server.context.amocrm?.subscribe(SALES_HOOK, ['status_lead']);
    await run('amocrm.webhooks');
    expect(await openAlarms()).toEqual(['amocrm.webhook_missing']);
    expect((await subscribeCommand()).output).toContain('subscribed now (was: incomplete)');
    await run('amocrm.webhooks');
    expect(await openAlarms()).toEqual([]);
  });

  it('are not judged while AmoCRM refuses us: the run failed, the last result stays', async () => {
    const before = (await details())['webhooks'];
    await fault({ status: 402 });
    await run('amocrm.webhooks');
    const { body } = await server.get('/api/v1/jobs?kind=amocrm.webhooks&limit=1');
    expect(body['jobs']).toMatchObject([{ status: 'failed' }]);
    expect((await details())['webhooks']).toEqual(before);
    expect(await openAlarms()).toEqual(['amocrm.unpaid']);
    expect((await subscribeCommand()).code).toBe(1);
    await simulator.control('DELETE', '/faults');
    await lookSoon();
    await run('amocrm.health');
  });
});

it('calls with a wrong secret are counted where the state of AmoCRM is read', async () => {
  const wrong = '/webhook/amocrm/traffic/wrong-secret-wrong-secret';
  for (let call = 0; call < 3; call += 1)
    expect((await server.app.inject({ method: 'POST', url: wrong, payload: 'x=1' })).statusCode).toBe(401);
  await expect
    .poll(async () => (await details())['wrong_secrets'])
    .toMatchObject([{ endpoint: '/webhook/amocrm/traffic', last_24h: 3 }]);
});

/** `npm run amocrm:subscribe` with the server's own settings, beside the running server. */
async function subscribeCommand(): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ['apps/server/src/commands/amocrm-subscribe.ts'], {
    cwd: ROOT,
    env: {
      PATH: '/usr/bin:/bin',
      NODE_ENV: 'test',
      ENCRYPTION_KEY: 'test-encryption-key-test-encryption-key',
      DATABASE_URL: server.databaseUrl,
      DATA_DIR: server.context.config.dataDir,
      PUBLIC_URL,
      AMOCRM_API_URL: `${simulator.url}/amocrm`,
      AMOCRM_ACCESS_TOKEN: 'sim-amocrm-token',
      AMOCRM_WEBHOOK_SECRET: WEBHOOK_SECRET,
    },
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (output += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}
