import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openBig, PRESET } from './open.ts';

export const LOGIN = { email: 'bench@demo.example', password: 'bench-password-bench' };

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** The product as a process of its own on the big data set, and one administrator (`LOGIN`). */
export async function startProduct(): Promise<{ url: string; stop(): Promise<void> }> {
  const big = await openBig(2);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const settings = {
    ...{ DATABASE_URL: big.url, PORT: String(port), DATA_DIR: `${big.folder}/web`, PRESET, PUBLIC_URL: url },
    ...{ ADMIN_EMAIL: LOGIN.email, ADMIN_PASSWORD: LOGIN.password, ENCRYPTION_KEY: 'bench'.repeat(8) },
    ...{ LOG_LEVEL: 'error', AMOCRM_ENABLED: 'false', META_ENABLED: 'false', RATES_ENABLED: 'false' },
  };
  const main = fileURLToPath(new URL('../../apps/server/src/main.ts', import.meta.url));
  const product = spawn(process.execPath, [main, '--no-demo'], {
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const stop = async (): Promise<void> => {
    if (product.exitCode === null) {
      product.kill('SIGTERM');
      await once(product, 'exit');
    }
    await big.close();
  };
  for (let tries = 0; tries < 120; tries += 1) {
    const ready = await fetch(`${url}/healthz`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ready) return { url, stop };
    await sleep(500);
  }
  await stop();
  throw new Error('the product did not start');
}
