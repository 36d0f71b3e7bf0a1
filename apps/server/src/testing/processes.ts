import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/**
 * Runs a program of this repository with exactly this environment.
 * @param options.fileBlocks no file may grow beyond this many blocks of 512 bytes, as on a full disk
 */
export function startProcess(
  script: string,
  variables: Record<string, string>,
  { args = [], fileBlocks }: { args?: readonly string[]; fileBlocks?: number } = {},
): ChildProcess {
  const options = { cwd: ROOT, stdio: 'ignore', env: variables } as const;
  if (fileBlocks === undefined) return spawn(process.execPath, [script, ...args], options);
  const limited = `ulimit -f ${fileBlocks}; exec "$0" "$@"`;
  return spawn('/bin/sh', ['-c', limited, process.execPath, script, ...args], options);
}

export async function stopProcess(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

/** Asks again and again, a minute long, until `look` gives something. */
export async function until<T>(what: string, look: () => Promise<T | null>): Promise<T> {
  for (let tries = 0; tries < 400; tries += 1) {
    const found = await look().catch(() => null);
    if (found !== null) return found;
    await sleep(150);
  }
  throw new Error(`waited in vain: ${what}`);
}

/** Runs one of the commands (`backup`, `doctor`, ...) to its end with exactly this environment. */
export async function runCommand(
  name: string,
  args: string[],
  variables: Record<string, string>,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [`apps/server/src/commands/${name}.ts`, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: variables,
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...output };
}

/**
 * Starts a server of its own that changes nothing (no worker), asks it, and stops it.
 * @param token of an administrator
 * @returns path -> the answer's text; anything but 200 throws
 */
export async function askServer(
  variables: Record<string, string>,
  token: string,
  paths: readonly string[],
): Promise<Record<string, string>> {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const child = startProcess(
    'apps/server/src/main.ts',
    { ...variables, PORT: String(port) },
    { args: ['--role=api'] },
  );
  try {
    await until('the server', async () => ((await fetch(`${address}/healthz`)).ok ? true : null));
    const texts = paths.map(async (path) => {
      const answer = await fetch(`${address}${path}`, { headers: { authorization: `Bearer ${token}` } });
      if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
      return [path, await answer.text()] as const;
    });
    return Object.fromEntries(await Promise.all(texts));
  } finally {
    await stopProcess(child);
  }
}
