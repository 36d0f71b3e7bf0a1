import { defineConfig } from 'vitest/config';

const NODE_MAJOR = 26;

if (Number(process.versions.node.split('.')[0]) < NODE_MAJOR) {
  throw new Error(
    `The tests need Node ${NODE_MAJOR} or later and run on ${process.version}: ` +
      'use `npm test`, or put node_modules/.bin first on PATH',
  );
}

const SOURCES = ['apps/*/src', 'packages/*/src', 'scripts'];
const ofKind = (suffix: string) => SOURCES.map((folder) => `${folder}/**/*.${suffix}`);

const DB = ofKind('db.test.ts');
const CONTRACT = ofKind('contract.test.ts');

/** Projects on a real PostgreSQL: the one of DATABASE_URL, else an embedded one for the run. */
const onDatabase = {
  globalSetup: 'apps/server/src/testing/global-setup.ts',
  provide: { databaseUrl: process.env.DATABASE_URL ?? null },
  testTimeout: 30_000,
  hookTimeout: 60_000,
};

export default defineConfig({
  test: {
    // Vitest's own choice on two cores is one, and most of a database test is waiting.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          include: ofKind('test.{ts,tsx}'),
          exclude: [...DB, ...CONTRACT],
          testTimeout: 30_000,
        },
      },
      { test: { name: 'db', include: DB, ...onDatabase } },
      { test: { name: 'contract', include: CONTRACT, ...onDatabase } },
    ],
  },
});
