import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AmocrmError, type AmocrmErrorKind, type Gate } from '../../integrations/amocrm/index.ts';
import { connectDatabase, type Database } from '../../platform/database/index.ts';
import { createLogger } from '../../platform/log.ts';
import { createBreakableDatabase } from '../../testing/breakable-database.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import { createCrmGate } from './gate.ts';
import { readGate, reserveSlot } from './gate-repo.ts';

const log = createLogger({ level: 'silent', name: 'test' });
const clock = { now: () => new Date() };

let database: TestDatabase;
const pools: Database[] = [];

beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(async () => {
  for (const pool of pools.splice(0)) await pool.close();
  await database.drop();
});

/** A process of its own, as far as the database can tell. */
function otherProcess(): { gate: Gate } {
  const pool = connectDatabase({ url: database.url, maxConnections: 3, applicationName: 'process' });
  pools.push(pool);
  return { gate: createCrmGate({ db: pool.db, clock, log }) };
}

const refused = (kind: AmocrmErrorKind, status: number) => new AmocrmError(kind, { status });
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );
const alarms = () =>
  database.db
    .selectFrom('alarms')
    .select(['key', 'raised', sql<boolean>`closed_at is null`.as('open')])
    .orderBy('id')
    .execute();
const lookSoon = () => sql`update amocrm_gate set probe_at = clock_timestamp()`.execute(database.db);

/** The most instants that lie within one second of each other. */
function mostInOneSecond(instants: number[]): number {
  const sorted = instants.toSorted((a, b) => a - b);
  return Math.max(
    ...sorted.map((start, index) => sorted.slice(index).filter((at) => at < start + 1000).length),
  );
}

describe('the pace', () => {
  it('of two processes together: never more than 7 requests start in any second, and both get their turn', async () => {
    const started: { process: number; at: number }[] = [];
    const processes = [otherProcess(), otherProcess()];
    await Promise.all(
      processes.flatMap(({ gate }, process) =>
        Array.from({ length: 12 }, async () => {
          await gate.acquire();
          started.push({ process, at: performance.now() });
        }),
      ),
    );
    expect(started).toHaveLength(24);
    expect(mostInOneSecond(started.map(({ at }) => at))).toBeLessThanOrEqual(7);
    const firstHalf = started.slice(0, 12).filter(({ process }) => process === 0).length;
    expect(firstHalf).toBeGreaterThanOrEqual(3);
    expect(firstHalf).toBeLessThanOrEqual(9);
  });

  it('of a process with a long queue does not make another wait for all of it', async () => {
    const [busy, other] = [otherProcess(), otherProcess()];
    const order: string[] = [];
    const queue = Array.from({ length: 10 }, () => busy.gate.acquire().then(() => order.push('busy')));
    await queue[0];
    await other.gate.acquire().then(() => order.push('other'));
    await Promise.all(queue);
    expect(order.indexOf('other')).toBeLessThanOrEqual(4);
  });

  it('lets what the others wait for go before them', async () => {
    const { gate } = otherProcess();
    const order: string[] = [];
    const queue = ['a', 'b', 'c'].map((name) => gate.acquire().then(() => order.push(name)));
    await queue[0];
    await gate.acquire('urgent').then(() => order.push('urgent'));
    await Promise.all(queue);
    expect(order).toEqual(['a', 'urgent', 'b', 'c']);
  });

  it('goes on after a process was killed with requests waiting', async () => {
    const script = `
      import { createCrmGate } from ${JSON.stringify(new URL('./gate.ts', import.meta.url).href)};
      import { connectDatabase } from ${JSON.stringify(new URL('../../platform/database/index.ts', import.meta.url).href)};
      import { createLogger } from ${JSON.stringify(new URL('../../platform/log.ts', import.meta.url).href)};
      const { db } = connectDatabase({ url: process.argv[1], maxConnections: 3, applicationName: 'doomed' });
      const gate = createCrmGate({ db, clock: { now: () => new Date() }, log: createLogger({ level: 'silent', name: 'x' }) });
      for (let i = 0; i < 50; i++) gate.acquire().then(() => process.stdout.write('.'));
    `;
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script, database.url], {
      cwd: fileURLToPath(new URL('.', import.meta.url)),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    await otherProcess().gate.acquire();
    expect((await readGate(database.db)).waitMs).toBeLessThanOrEqual(400);
  });

  it('is one request a second while the database is away, and the shared one again afterwards', async () => {
    const breakable = await createBreakableDatabase(database.url);
    try {
      const gate = createCrmGate({ db: breakable.db, clock, log });
      await gate.acquire();
      breakable.breakDown();
      const started: number[] = [];
      for (let request = 0; request < 3; request += 1) {
        await gate.acquire();
        started.push(performance.now());
      }
      expect((started[2] ?? 0) - (started[0] ?? 0)).toBeGreaterThanOrEqual(1_990);
      await gate.note(refused('unpaid', 402));
      breakable.repair();
      await gate.acquire();
      expect((await readGate(database.db)).waitMs).toBeGreaterThan(0);
    } finally {
      await breakable.close();
    }
  });
});

it('a clock of the database that was put back does not stop us for the difference', async () => {
  await sql`update amocrm_gate set next_at = clock_timestamp() + interval '5 hours'`.execute(database.db);
  expect(await reserveSlot(database.db, false)).toMatchObject({ waitMs: 0 });
  expect((await readGate(database.db)).waitMs).toBeLessThanOrEqual(200);
});

describe('429', () => {
  it('makes every process wait as long as AmoCRM asks', async () => {
    const [one, other] = [otherProcess(), otherProcess()];
    await one.gate.note(new AmocrmError('rate', { status: 429, retryAfterMs: 40_000 }));
    const slot = await reserveSlot(database.db, false);
    expect(slot?.waitMs).toBeGreaterThan(39_000);
    await other.gate.note(new AmocrmError('rate', { status: 429, retryAfterMs: 600_000 }));
    const error = await failure(other.gate.acquire());
    expect(error).toMatchObject({ kind: 'rate', heldBack: true, retryable: true });
    expect(error instanceof AmocrmError && (error.retryAfterMs ?? 0) > 590_000).toBe(true);
  });

  it('without a word about how long: one second, doubled with each, up to 32', async () => {
    const { gate } = otherProcess();
    const waits: number[] = [];
    for (let time = 0; time < 8; time += 1) {
      await sql`update amocrm_gate set next_at = clock_timestamp()`.execute(database.db);
      await gate.note(refused('rate', 429));
      waits.push(Math.ceil((await readGate(database.db)).waitMs / 1000));
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 32, 32]);
  });
});

describe('a refusal', () => {
  it.each([
    ['unauthorized', 401, 'amocrm.token'],
    ['unpaid', 402, 'amocrm.unpaid'],
    ['blocked', 403, 'amocrm.blocked'],
  ] as const)(
    '%s stops every process and opens one alarm; the next answer ends both',
    async (kind, status, key) => {
      const [one, other] = [otherProcess(), otherProcess()];
      await other.gate.acquire();
      await Promise.all([one, other, one, other].map(({ gate }) => gate.note(refused(kind, status))));
      expect(await alarms()).toEqual([{ key, raised: 4, open: true }]);
      expect(await failure(other.gate.acquire())).toMatchObject({
        kind,
        upstreamStatus: status,
        heldBack: true,
        retryable: false,
      });
      await lookSoon();
      await other.gate.acquire();
      await other.gate.note(null);
      expect(await alarms()).toEqual([{ key, raised: 4, open: false }]);
      expect(await readGate(database.db)).toMatchObject({ refusal: null, refusedSince: null });
      await one.gate.acquire();
    },
  );

  it('lets one request of all processes look when its time has come, ever more seldom', async () => {
    const processes = [otherProcess(), otherProcess()];
    for (const { gate } of processes) await gate.acquire();
    await processes[0]?.gate.note(refused('unpaid', 402));
    const pauses: number[] = [];
    for (let look = 0; look < 7; look += 1) {
      await lookSoon();
      const looks = await Promise.all(
        processes.flatMap(({ gate }) => Array.from({ length: 5 }, () => failure(gate.acquire()))),
      );
      expect(looks.filter((error) => error === null)).toHaveLength(1);
      await processes[0]?.gate.note(refused('unpaid', 402));
      const { probeAt } = await readGate(database.db);
      pauses.push(Math.round(((probeAt?.getTime() ?? 0) - Date.now()) / 1000));
    }
    expect(pauses.map((pause) => Math.round(pause / 10) * 10)).toEqual([60, 120, 240, 480, 900, 900, 900]);
  });

  it('of another kind replaces the first with its alarm', async () => {
    const { gate } = otherProcess();
    await gate.note(refused('unpaid', 402));
    await gate.note(refused('blocked', 403));
    expect(await alarms()).toEqual([
      { key: 'amocrm.unpaid', raised: 1, open: false },
      { key: 'amocrm.blocked', raised: 1, open: true },
    ]);
  });

  it('is looked at once by a fresh process: whoever replaced the token restarted it', async () => {
    await otherProcess().gate.note(refused('unauthorized', 401));
    const fresh = otherProcess();
    await fresh.gate.acquire();
    expect(await failure(fresh.gate.acquire())).toMatchObject({ kind: 'unauthorized' });
    await fresh.gate.note(null);
    await fresh.gate.acquire();
  });
});
