import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { freePort } from './lib/ports.mjs';

const repository = join(import.meta.dirname, '..');

/** A stand-in for a service: tells what it does in `events.log`, drains for a moment, ends when abandoned. */
const service = (name: string, portKey: string) => `
  import { appendFileSync } from 'node:fs';
  import { createServer } from 'node:http';
  const tell = (event) => appendFileSync('events.log', '${name} ' + event + '\\n');
  const end = (event) => setTimeout(() => { tell(event); process.exit(0); }, 50);
  createServer((_request, response) => response.end(process.env.DEMO ?? 'no demo'))
    .listen(Number(process.env.${portKey}), '127.0.0.1', () => tell('up ' + process.pid));
  process.on('SIGTERM', () => end('stopped'));
  process.on('disconnect', () => end('abandoned'));
`;

let checkout: string;
let port: number;
let started: ChildProcess | undefined;

/** A checkout whose packages are installed and whose web application is built, with stand-ins for services. */
beforeEach(async () => {
  checkout = mkdtempSync(join(tmpdir(), 'traffic-start-'));
  cpSync(join(repository, 'scripts'), join(checkout, 'scripts'), { recursive: true });
  cpSync(join(repository, 'package-lock.json'), join(checkout, 'package-lock.json'));
  mkdirSync(join(checkout, 'node_modules'));
  const installed = join('node_modules', '.package-lock.json');
  cpSync(join(repository, installed), join(checkout, installed));
  put('apps/web/dist/index.html', '<!doctype html>');
  put('apps/server/src/main.ts', service('server', 'PORT'));
  put('apps/simulator/src/main.ts', service('simulator', 'SIM_PORT'));
  port = (await freePort(0)) ?? 0;
});

afterEach(() => {
  started?.kill('SIGTERM');
  started = undefined;
  rmSync(checkout, { recursive: true, force: true });
});

function put(path: string, text: string) {
  mkdirSync(dirname(join(checkout, path)), { recursive: true });
  writeFileSync(join(checkout, path), text);
}

const events = () => {
  try {
    return readFileSync(join(checkout, 'events.log'), 'utf8').trim().split('\n');
  } catch {
    return [];
  }
};

const pidOf = (name: string) =>
  Number(
    events()
      .find((event) => event.startsWith(`${name} up `))
      ?.split(' ')[2] ?? Number.NaN,
  );

/** Starts the command; `ended` gives its exit code and everything it printed. */
function start(args: string[] = [], extra: Record<string, string> = {}) {
  const { DATABASE_URL: _real, ...env } = process.env;
  const child = spawn(process.execPath, ['scripts/start.mjs', ...args], {
    cwd: checkout,
    env: { ...env, NODE_ENV: 'development', PORT: String(port), ...extra },
  });
  started = child;
  let output = '';
  child.stdout.on('data', (data) => (output += String(data)));
  child.stderr.on('data', (data) => (output += String(data)));
  const ended = new Promise<{ code: number | null; output: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, output })),
  );
  return { child, ended };
}

const waitFor = (name: string) =>
  vi.waitFor(() => expect(pidOf(name)).toBeGreaterThan(0), { timeout: 10_000 });
const isGone = (pid: number) => {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
};

describe('npm start', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'on %s stops the server, then the simulator, and succeeds',
    async (signal) => {
      const { child, ended } = start();
      await waitFor('server');
      const pids = [pidOf('server'), pidOf('simulator')];
      child.kill(signal);
      child.kill(signal); // npm repeats what the terminal sent
      expect(await ended).toMatchObject({ code: 0 });
      expect(events().slice(-2)).toEqual(['server stopped', 'simulator stopped']);
      expect(pids.every(isGone)).toBe(true);
    },
  );

  it('leaves nothing running when it is killed without warning', async () => {
    const { child } = start();
    await waitFor('server');
    child.kill('SIGKILL');
    await vi.waitFor(() =>
      expect(events()).toEqual(expect.arrayContaining(['server abandoned', 'simulator abandoned'])),
    );
  });

  it.each([
    ['server', 'simulator'],
    ['simulator', 'server'],
  ])('when the %s dies, stops the %s, says who died and fails', async (victim, other) => {
    const { ended } = start();
    await waitFor('server');
    process.kill(pidOf(victim), 'SIGKILL');
    const { code, output } = await ended;
    expect(code).not.toBe(0);
    expect(output).toContain(`The ${victim} ended unexpectedly (killed by SIGKILL)`);
    expect(events()).toContain(`${other} stopped`);
  });

  it('keeps the demo academy and its secrets over a second start, readable by its owner only', async () => {
    const file = join(checkout, 'data', 'demo.json');
    const seen: string[] = [];
    for (const _start of [1, 2]) {
      rmSync(join(checkout, 'events.log'), { force: true });
      const { child, ended } = start();
      await waitFor('server');
      expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe('true');
      child.kill('SIGTERM');
      await ended;
      seen.push(readFileSync(file, 'utf8'));
    }
    expect(seen[1]).toBe(seen[0]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['--no-demo', ['--no-demo'], {}],
    ['DATABASE_URL is set', [], { DATABASE_URL: 'postgres://localhost/x' }],
    ['AMOCRM_ACCESS_TOKEN is set', [], { AMOCRM_ACCESS_TOKEN: 'real' }],
    ['NODE_ENV=production', [], { NODE_ENV: 'production' }],
  ])('runs the server alone, without demo: %s', async (reason, args, env) => {
    const { child, ended } = start(args, env);
    await waitFor('server');
    expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe('no demo');
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0, output: expect.stringContaining(reason) });
    expect(pidOf('simulator')).toBeNaN();
  });

  it('counts a production setting in .env, but not an empty line of it', async () => {
    put('.env', 'DATABASE_URL=\nFB_ACCESS_TOKEN=real\n');
    const { child, ended } = start();
    await waitFor('server');
    child.kill('SIGTERM');
    expect((await ended).output).toContain('Starting without the demo (FB_ACCESS_TOKEN is set)');
  });

  it('says that the port is taken and how to choose another', async () => {
    const squatter = createServer().listen(port, '127.0.0.1');
    const { code, output } = await start().ended;
    squatter.close();
    expect(code).toBe(1);
    expect(output).toContain(`Port ${port} is in use`);
    expect(output).toContain(`PORT=${port + 1} npm start`);
  });

  it('refuses a mistyped argument instead of starting a demo', async () => {
    const { code, output } = await start(['--nodemo']).ended;
    expect(code).toBe(1);
    expect(output).toContain('Unknown argument --nodemo');
  });

  it('shows why the simulator does not start', async () => {
    put('apps/simulator/src/main.ts', "throw new Error('the preset is broken');");
    const { code, output } = await start().ended;
    expect(code).toBe(1);
    expect(output).toContain('the preset is broken');
  });
});
