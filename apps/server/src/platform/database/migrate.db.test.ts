import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEmptyDatabase } from '../../testing/test-database.ts';
import { runSql } from '../../testing/test-server.ts';
import { migrate } from './migrate.ts';
import { readMigrations } from './migration-files.ts';

describe('migrate', () => {
  let directory: string;
  let database: Awaited<ReturnType<typeof createEmptyDatabase>>;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'traffic-migrations-'));
    database = await createEmptyDatabase();
    await write('0001_first.sql', 'create table first (id int); insert into first values (1);');
    await write('0002_second.sql', 'create table second as select * from first;');
  });
  afterEach(async () => {
    await database.drop();
    await rm(directory, { recursive: true });
  });

  const write = (name: string, sql: string) => writeFile(join(directory, name), sql);
  const run = () => migrate(database.url, { directory });
  const tables = async () => {
    const query = `select tablename as name from pg_tables where schemaname = 'public' order by 1`;
    return (await runSql<{ name: string }>(database.url, query)).map(({ name }) => name);
  };

  it("brings an empty database to the program's own schema, and then has nothing to do", async () => {
    const names = (await readMigrations()).map(({ name }) => name);
    expect(await migrate(database.url)).toEqual({ applied: names });
    expect(await migrate(database.url)).toEqual({ applied: [] });
  });

  it('applies in order of number, and later only what is new', async () => {
    expect(await run()).toEqual({ applied: ['0001_first.sql', '0002_second.sql'] });
    await write('0010_third.sql', 'create table third ();');
    expect(await run()).toEqual({ applied: ['0010_third.sql'] });
  });

  it('applies each file once when four processes start together', async () => {
    const results = await Promise.all([run(), run(), run(), run()]);
    expect(results.flatMap(({ applied }) => applied).toSorted()).toEqual([
      '0001_first.sql',
      '0002_second.sql',
    ]);
    expect(await runSql(database.url, 'select * from second')).toEqual([{ id: 1 }]);
  });

  it('rolls a failing file back whole, keeps the ones before it, and goes on when it is mended', async () => {
    await write('0003_broken.sql', 'create table third (); select 1/0;');
    await expect(run()).rejects.toThrow('0003_broken.sql failed and was rolled back: division by zero');
    expect(await tables()).toEqual(['first', 'schema_migrations', 'second']);
    await write('0003_broken.sql', 'create table third ();');
    expect(await run()).toEqual({ applied: ['0003_broken.sql'] });
  });

  it('refuses an applied file that was edited', async () => {
    await run();
    await write('0001_first.sql', 'create table first (id bigint);');
    await expect(run()).rejects.toThrow('0001_first.sql was changed after it had been applied');
  });

  it('refuses a database that a newer program has migrated', async () => {
    await run();
    await rm(join(directory, '0002_second.sql'));
    await expect(run()).rejects.toThrow('0002_second.sql, which this program does not know');
  });

  it('refuses a file numbered before one that is applied already', async () => {
    await rm(join(directory, '0001_first.sql'));
    await write('0002_second.sql', 'create table second ();');
    await run();
    await write('0001_first.sql', 'create table first ();');
    await expect(run()).rejects.toThrow('0001_first.sql is older than 0002_second.sql');
  });

  it('refuses two files of one number, and names of another shape', async () => {
    await write('0002_twin.sql', '');
    await expect(run()).rejects.toThrow('0002_second.sql and 0002_twin.sql have one number');
    await rm(join(directory, '0002_twin.sql'));
    await write('3-third.sql', '');
    await expect(run()).rejects.toThrow('3-third.sql is not named like');
  });
});
