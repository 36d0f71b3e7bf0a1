import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Login } from './academy.ts';
import { createDatabase } from './database.ts';
import { freePort, startService, until } from './service.ts';

const SECRET = 'e2e-bare-secret-0001';

/** The server as a customer first starts it: no demo, no keys of anybody, no configuration, one administrator. */
export type Bare = { url: string; webhookUrl: string; admin: Login; stop(): Promise<void> };

export async function startBare(): Promise<Bare> {
  const dataDir = await mkdtemp(join(tmpdir(), 'traffic-dashboard-bare-'));
  const database = await createDatabase();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const admin = { email: 'owner@school.example', password: 'first-password-of-the-owner' };
  const server = startService('node', ['apps/server/src/main.ts'], {
    LOG_LEVEL: 'warn',
    PORT: String(port),
    DATA_DIR: dataDir,
    PUBLIC_URL: url,
    ENCRYPTION_KEY: 'e2e-encryption-key-e2e-encryption-key',
    AMOCRM_WEBHOOK_SECRET: SECRET,
    ADMIN_EMAIL: admin.email,
    ADMIN_PASSWORD: admin.password,
    ...(database === null ? {} : { DATABASE_URL: database.url }),
  });
  await until('the bare server', 60_000, async () => {
    if (server.process.exitCode !== null) throw new Error(server.output());
    return (await fetch(`${url}/readyz`)).ok ? true : null;
  }).catch((error: unknown) => {
    server.process.kill('SIGKILL');
    throw new Error(`the server did not start:\n${server.output()}`, { cause: error });
  });
  return {
    url,
    webhookUrl: `${url}/api/amocrm/sales-webhook/${SECRET}`,
    admin,
    async stop() {
      await server.stop('SIGTERM');
      await database?.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
