import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runSql } from '../../testing/test-server.ts';
import { isRunning } from './embedded/process-table.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.ts';

const OWNER = fileURLToPath(new URL('../../testing/embedded-owner.ts', import.meta.url));

// Creating a cluster syncs a thousand files: 0.6 s on an idle disk, many times that on a busy one.
describe('the embedded PostgreSQL', { timeout: 120_000 }, () => {
  let folder: string;
  let dataDir: string;
  const servers: EmbeddedPostgres[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'traffic-embedded-'));
    dataDir = join(folder, 'postgres');
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.stop();
    await rm(folder, { recursive: true });
  });

  const start = async () => {
    const server = await startEmbeddedPostgres({ dataDir, log: pino({ level: 'silent' }) });
    servers.push(server);
    return server;
  };
  const setting = async ({ url }: EmbeddedPostgres, name: string) =>
    (await runSql<{ value: string }>(url, `select current_setting('${name}') as value`))[0]?.value;

  it('starts on an empty folder: PostgreSQL 18, durable, on the loopback alone, Russian letters have cases', async () => {
    const server = await start();
    expect(await setting(server, 'server_version')).toMatch(/^18\./);
    expect(await setting(server, 'fsync')).toBe('on');
    expect(await setting(server, 'listen_addresses')).toBe('127.0.0.1');
    expect(await setting(server, 'unix_socket_directories')).toBe('');
    expect(await runSql(server.url, `select lower('ПОТОК') as word`)).toEqual([{ word: 'поток' }]);
  });

  it('lets nobody in without the password, and nobody else read it', async () => {
    const { url } = await start();
    const wrong = new URL(url);
    wrong.password = 'guess';
    await expect(runSql(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
    expect((await stat(join(dataDir, 'password'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(dataDir, 'cluster'))).mode & 0o777).toBe(0o700);
  });

  it('keeps the data and the address between starts', async () => {
    const first = await start();
    await runSql(first.url, 'create table kept as select 42 as answer');
    await first.stop();
    expect(await isRunning(first.pid)).toBe(false);
    const second = await start();
    expect(second.url).toBe(first.url);
    expect(await runSql(second.url, 'select * from kept')).toEqual([{ answer: 42 }]);
  });

  it('takes another port when the old one is busy', async () => {
    const first = await start();
    await first.stop();
    const squatter = createServer().listen(Number(new URL(first.url).port), '127.0.0.1');
    await once(squatter, 'listening');
    const second = await start();
    expect(new URL(second.url).port).not.toBe(new URL(first.url).port);
    squatter.close();
  });

  it('adopts the server of a killed owner with all that was committed, and stops it', async () => {
    const owner = await startOwner(dataDir);
    await runSql(owner.url, 'create table kept as select 42 as answer');
    await kill(owner.process, 'SIGKILL');
    expect(await isRunning(owner.serverPid)).toBe(true);

    const server = await start();
    expect(server).toMatchObject({ adopted: true, pid: owner.serverPid, url: owner.url });
    expect(await runSql(server.url, 'select * from kept')).toEqual([{ answer: 42 }]);
    await server.stop();
    expect(await isRunning(owner.serverPid)).toBe(false);
  });

  it('recovers when owner and server were both killed in the middle of writing', async () => {
    const owner = await startOwner(dataDir);
    await runSql(owner.url, 'create table kept as select generate_series(1, 1000) as n');
    const unfinished = runSql(owner.url, 'insert into kept values (0); select pg_sleep(60)').catch(
      (error) => error,
    );
    await expect.poll(() => writing(owner.url)).toEqual([{ count: '1' }]);
    process.kill(owner.serverPid, 'SIGKILL');
    await kill(owner.process, 'SIGKILL');
    expect(await unfinished).toBeInstanceOf(Error);

    const server = await start();
    expect(server.adopted).toBe(false);
    expect(await runSql(server.url, 'select count(*) from kept')).toEqual([{ count: '1000' }]);
  });

  it('comes back at the same address when the server is killed under us, adopted or not', async () => {
    const owner = await startOwner(dataDir);
    await kill(owner.process, 'SIGKILL');
    const server = await start();
    for (const _ of ['the adopted one', 'our own']) {
      const killed = server.pid;
      process.kill(killed, 'SIGKILL');
      await expect.poll(() => server.pid, { timeout: 10_000 }).not.toBe(killed);
      expect(await runSql(server.url, 'select 1 as up')).toEqual([{ up: 1 }]);
    }
    await server.stop();
    expect(await isRunning(server.pid)).toBe(false);
  });

  it('waits for the last children of a killed server before it starts another', async () => {
    const owner = await startOwner(dataDir);
    // Busy in the processor, a child does not notice the death of its server until the statement ends.
    const busy = runSql(owner.url, 'select count(*) as n from generate_series(1, 5000000)').catch(() => null);
    await expect.poll(() => counting(owner.url)).toEqual([{ count: '1' }]);
    process.kill(owner.serverPid, 'SIGKILL');
    await kill(owner.process, 'SIGKILL');
    let ended = false;
    const ending = busy.then(() => (ended = true));
    await start();
    expect(ended).toBe(true);
    await ending;
  });

  it('is not stopped by Ctrl-C, which reaches the whole process group of the terminal', async () => {
    const owner = await startOwner(dataDir);
    process.kill(-(owner.process.pid ?? 0), 'SIGINT');
    await once(owner.process, 'exit');
    expect(await runSql(owner.url, 'select 1 as up')).toEqual([{ up: 1 }]);
    await start();
  });

  it('starts although a stranger now has the number in a stale pid file', async () => {
    await (await start()).stop();
    const pidFile = [process.ppid, join(dataDir, 'cluster'), 0, 5432, '', '127.0.0.1', '', 'ready'];
    await writeFile(join(dataDir, 'cluster/postmaster.pid'), pidFile.join('\n'));
    expect((await start()).adopted).toBe(false);
  });

  it('throws away a creation that was interrupted', async () => {
    await (await start()).stop();
    await rm(join(dataDir, 'cluster'), { recursive: true });
    await writeFile(join(dataDir, 'cluster.new'), 'half');
    expect(await runSql((await start()).url, 'select 1 as up')).toEqual([{ up: 1 }]);
  });

  it('refuses a second owner, in this process or another, and names the first', async () => {
    const first = await start();
    await expect(start()).rejects.toThrow(`in use by process ${process.pid}`);
    await first.stop();
    const owner = await startOwner(dataDir);
    await expect(start()).rejects.toThrow(`in use by process ${owner.process.pid}`);
    await kill(owner.process, 'SIGKILL');
    await start();
  });

  // PostgreSQL itself refuses to run as root: that it answers proves that it does not.
  it('works, and works again, in a folder closed to other users and in an open one', async () => {
    for (const [name, mode] of [
      ['closed', 0o700],
      ['open', 0o755],
    ] as const) {
      await chmod(folder, mode);
      dataDir = join(folder, name);
      await (await start()).stop();
      const again = await start();
      expect(await runSql(again.url, 'select 1 as up')).toEqual([{ up: 1 }]);
    }
  });
});

/** Runs the owner in a process group of its own, as a terminal would. */
async function startOwner(dataDir: string) {
  const owner = spawn(process.execPath, [OWNER, dataDir], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line]: [Buffer] = (await once(owner.stdout, 'data')) as [Buffer];
  const { url, pid }: { url: string; pid: number } = JSON.parse(line.toString());
  return { process: owner, url, serverPid: pid };
}

async function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}

/** Number of transactions that have written and are not finished. */
function writing(url: string) {
  return runSql(url, 'select count(*) from pg_stat_activity where backend_xid is not null');
}

/** Number of counts under way. */
function counting(url: string) {
  return runSql(
    url,
    `select count(*) from pg_stat_activity where state = 'active' and query like '% as n from %'
                         and pid <> pg_backend_pid()`,
  );
}
