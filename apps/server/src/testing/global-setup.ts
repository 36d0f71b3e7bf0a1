import type { TestProject } from 'vitest/node';
import { startTestServer, type TestServer, type TestServerAddress } from './test-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** `DATABASE_URL` of the environment, handed over by vitest.config.ts. */
    databaseUrl: string | null;
    testServer: TestServerAddress;
  }
}

type Shared = { users: number; server: Promise<TestServer> };

/** Each project loads this file anew, in one process: what they share must lie outside the module. */
const registry = globalThis as { trafficTestServer?: Shared };

/** Starts the run's one server with the first project that needs it, and stops it after the last. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { databaseUrl } = project.getProvidedContext();
  const shared = (registry.trafficTestServer ??= {
    users: 0,
    server: startTestServer(databaseUrl ?? undefined),
  });
  shared.users += 1;
  const server = await shared.server;
  project.provide('testServer', server.address);
  return async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    delete registry.trafficTestServer;
    await server.stop();
  };
}
