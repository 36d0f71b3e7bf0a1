import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import { connectDatabase, type Db } from './connect.ts';
import { isConnectionError } from './connection-error.ts';
import { pingDatabase } from './health.ts';
import { inTransaction } from './transaction.ts';

describe('transactions and connections', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  const save = (db: Db, key: string) => db.insertInto('settings').values({ key, value: '1' }).execute();
  const savedKeys = async () => {
    const rows = await database.db.selectFrom('settings').select('key').orderBy('key').execute();
    return rows.map(({ key }) => key);
  };

  it('keeps nothing of work that throws', async () => {
    const work = inTransaction(database.db, async (tx) => {
      await save(tx, 'thrown');
      throw new Error('stop');
    });
    await expect(work).rejects.toThrow('stop');
    expect(await savedKeys()).not.toContain('thrown');
  });

  it('joins the outer transaction: the outer one takes the inner work back', async () => {
    const work = inTransaction(database.db, async (outer) => {
      await inTransaction(outer, (inner) => save(inner, 'inner'));
      throw new Error('stop');
    });
    await expect(work).rejects.toThrow('stop');
    expect(await savedKeys()).not.toContain('inner');
  });

  it('outlives connections cut off by the server: the error is told as one, and the next query works', async () => {
    const { url } = database;
    const victim = connectDatabase({ url, maxConnections: 1, applicationName: 'victim' });
    expect(await pingDatabase(victim.db)).toBeGreaterThan(0);

    const running = victim.pool.query('select pg_sleep(30)').catch((error: unknown) => error);
    await expect.poll(() => cutOff(database, 'victim')).toBe(1);
    expect(isConnectionError(await running)).toBe(true);

    expect(await pingDatabase(victim.db)).toBeGreaterThan(0);
    await victim.close();
  });

  it('outlives a connection cut off between two statements of a transaction', async () => {
    const { url } = database;
    const victim = connectDatabase({ url, maxConnections: 1, applicationName: 'thinker' });
    const work = inTransaction(victim.db, async (tx) => {
      await save(tx, 'unfinished');
      expect(await cutOff(database, 'thinker')).toBe(1);
      await expect.poll(() => connections(database, 'thinker')).toBe(0);
      await save(tx, 'never');
    });
    expect(isConnectionError(await work.catch((error: unknown) => error))).toBe(true);
    expect(await pingDatabase(victim.db)).toBeGreaterThan(0);
    await victim.close();
    expect(await savedKeys()).not.toContain('unfinished');
  });

  it('cancels a statement that runs longer than allowed', async () => {
    const { url } = database;
    const hasty = connectDatabase({
      url,
      maxConnections: 1,
      applicationName: 'hasty',
      statementTimeoutMs: 50,
    });
    await expect(hasty.pool.query('select pg_sleep(30)')).rejects.toMatchObject({ code: '57014' });
    await hasty.close();
  });
});

/** Ends what one application has under way; returns the number of its connections. */
async function cutOff({ pool }: TestDatabase, applicationName: string): Promise<number> {
  const { rowCount } = await pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = $1 and state in ('active', 'idle in transaction')`,
    [applicationName],
  );
  return rowCount ?? 0;
}

async function connections({ pool }: TestDatabase, applicationName: string): Promise<number> {
  const { rowCount } = await pool.query('select from pg_stat_activity where application_name = $1', [
    applicationName,
  ]);
  return rowCount ?? 0;
}
