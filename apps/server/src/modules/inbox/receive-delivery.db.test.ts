import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLogger } from '../../platform/log.ts';
import { type BreakableDatabase, createBreakableDatabase } from '../../testing/breakable-database.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import { drainSpool } from './drain-spool.ts';
import { openSpool } from './open-spool.ts';
import { createReceiver } from './receive-delivery.ts';
import type { Spool } from './spool.ts';

const log = createLogger({ level: 'silent', name: 'test' });

let database: TestDatabase;
let breakable: BreakableDatabase;
let base: string;
let spool: Spool;
let release: () => void;

beforeEach(async () => {
  database = await createTestDatabase();
  breakable = await createBreakableDatabase(database.url);
  base = await mkdtemp(join(tmpdir(), 'spool-test-'));
  ({ spool, release } = await openSpool(base));
});
afterEach(async () => {
  release();
  await breakable.close();
  await database.drop();
  await rm(base, { recursive: true });
});

let next = 0;
function delivery(text: string) {
  next += 1;
  return {
    endpoint: '/api/amocrm/sales-webhook',
    receivedAt: new Date(1_700_000_000_000 + next),
    contentType: null,
    headers: { 'user-agent': 'test' },
    body: Buffer.from(text),
    requestId: `request-${next}`,
  };
}

const bodies = async () =>
  (await database.db.selectFrom('webhook_deliveries').select('body').orderBy('id').execute()).map((row) =>
    row.body.toString(),
  );

describe('receiving', () => {
  it('answers after the commit, many requests in few commits, each with its own id', async () => {
    const receiver = createReceiver({ db: database.db, spool, log, onStored: () => {} });
    await receiver.drainSpool();
    const ids = await Promise.all(
      Array.from({ length: 300 }, (_, index) => receiver.receive(delivery(`${index}`))),
    );
    expect(new Set(ids).size).toBe(300);
    const rows = await database.db.selectFrom('webhook_deliveries').select('id').execute();
    expect(rows.map((row) => row.id).sort()).toEqual([...ids].sort());
  });

  it('one poison row does not fail its neighbours', async () => {
    const receiver = createReceiver({ db: database.db, spool, log, onStored: () => {} });
    await receiver.drainSpool();
    const poison = { ...delivery('bad'), contentType: 'text/\u0000plain' };
    const results = await Promise.allSettled([
      receiver.receive(delivery('a')),
      receiver.receive(delivery('b')),
      receiver.receive(poison),
      receiver.receive(delivery('c')),
    ]);
    expect(results.map((result) => result.status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect((await bodies()).sort()).toEqual(['a', 'b', 'c']);
  });
});

describe('the spool', () => {
  it('takes deliveries while the database is away and gives them back once, in order, before newer ones', async () => {
    const receiver = createReceiver({ db: breakable.db, spool, log, onStored: () => {} });
    await receiver.drainSpool();
    breakable.breakDown();
    for (const text of ['1', '2', '3']) expect(await receiver.receive(delivery(text))).toMatch(/^spool:/);
    expect(await bodies()).toEqual([]);
    breakable.repair();
    await receiver.drainSpool();
    expect(await receiver.receive(delivery('4'))).toMatch(/^\d+$/);
    expect(await bodies()).toEqual(['1', '2', '3', '4']);
    expect(await spool.sealed()).toEqual([]);
  });

  it('switches to itself when the database goes away under load, and loses nothing', async () => {
    const receiver = createReceiver({ db: breakable.db, spool, log, onStored: () => {} });
    await receiver.drainSpool();
    const answers = [];
    for (let index = 0; index < 600; index += 1) {
      if (index === 300) breakable.breakDown();
      answers.push(receiver.receive(delivery(`${index}`)));
      if (index % 20 === 0) await answers.at(-1);
    }
    const ids = await Promise.all(answers);
    expect(ids.some((id) => id.startsWith('spool:'))).toBe(true);
    breakable.repair();
    await receiver.drainSpool();
    expect(new Set(await bodies()).size).toBe(600);
  });

  it('moves a segment once, also when the process died between the commit and the clean-up', async () => {
    await spool.append([{ ...delivery('once'), contentHash: Buffer.from('h') }], 'new');
    await spool.seal();
    const undying: Spool = { ...spool, remove: () => Promise.reject(new Error('killed')) };
    await expect(drainSpool(database.db, undying)).rejects.toThrow('killed');
    expect(await drainSpool(database.db, spool)).toBe(0);
    expect(await bodies()).toEqual(['once']);
  });

  it('takes what comes while the database hangs, and what it had kept in spite of its silence is there once', async () => {
    const receiver = createReceiver({ db: breakable.db, spool, log, onStored: () => {} });
    await receiver.drainSpool();
    expect(await receiver.receive(delivery('before'))).toMatch(/^\d+$/);
    breakable.hang('answers');
    const silent = receiver.receive(delivery('committed, the answer is lost'));
    const behind = Array.from({ length: 20 }, (_, index) => receiver.receive(delivery(`behind ${index}`)));
    for (const id of await Promise.all([silent, ...behind])) expect(id).toMatch(/^spool:/);
    breakable.repair();
    await receiver.drainSpool();
    const kept = await bodies();
    expect(kept).toHaveLength(22);
    expect(new Set(kept).size).toBe(22);
  });

  it('gives back to the database under load: the stream of hooks never has to pause for it', async () => {
    const receiver = createReceiver({ db: breakable.db, spool, log, onStored: () => {} });
    await receiver.drainSpool();
    breakable.breakDown();
    const answers: Promise<string>[] = [];
    const stream = setInterval(() => answers.push(receiver.receive(delivery(`${answers.length}`))), 1);
    while (answers.length < 100) await sleep(10);
    breakable.repair();
    await receiver.drainSpool();
    while (answers.length < 400) await sleep(10);
    clearInterval(stream);
    const ids = await Promise.all(answers);
    expect(ids.some((id) => /^\d+$/.test(id))).toBe(true);
    // A commit that was slow on a busy machine may have sent the last ones to the spool once more.
    await receiver.drainSpool();
    // Two lanes may swap neighbours of the end; what was spooled is in order.
    const kept = await bodies();
    expect(kept.toSorted((a, b) => Number(a) - Number(b))).toEqual(answers.map((_, index) => `${index}`));
    expect(kept.slice(0, 100)).toEqual(answers.slice(0, 100).map((_, index) => `${index}`));
  });

  it('never offers a file that is being written, from before its first byte on', async () => {
    const line = { ...delivery('x'), contentHash: Buffer.from('h') };
    for (let time = 0; time < 100; time += 1) {
      let written = false;
      const writing = spool.append([line], 'new').then(() => {
        written = true;
      });
      const offered: string[] = [];
      while (!written) offered.push(...(await spool.sealed()));
      await writing;
      expect(offered).toEqual([]);
      await spool.seal();
      for (const name of await spool.sealed()) await spool.remove(name);
    }
  });

  it('starts a new segment before one gets too large to be moved at once', async () => {
    const large = { ...delivery('x'.repeat(3_000_000)), contentHash: Buffer.from('h') };
    for (let time = 0; time < 3; time += 1) await spool.append([large], 'new');
    await spool.seal();
    expect((await spool.sealed()).length).toBeGreaterThan(1);
  });

  it('of a process that is gone is taken over by the next one', async () => {
    await spool.append([{ ...delivery('left behind'), contentHash: Buffer.from('h') }], 'new');
    await spool.seal();
    const other = await openSpool(base);
    expect(await other.spool.sealed()).toEqual([]);
    other.release();
    release();
    const heir = await openSpool(join(base));
    expect(await heir.spool.sealed()).toHaveLength(1);
    heir.release();
    expect((await readdir(base)).sort()).toEqual(['1', '2']);
  });

  it('refuses with 503 when the disk fails too', async () => {
    const broken: Spool = { ...spool, append: () => Promise.reject(new Error('ENOSPC')) };
    breakable.breakDown();
    const receiver = createReceiver({ db: breakable.db, spool: broken, log, onStored: () => {} });
    await expect(receiver.receive(delivery('x'))).rejects.toMatchObject({
      code: 'unavailable',
      httpStatus: 503,
    });
  });
});
