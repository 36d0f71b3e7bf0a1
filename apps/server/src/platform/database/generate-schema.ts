/** Rewrites schema.ts from the migrations: `node apps/server/src/platform/database/generate-schema.ts`. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { connectDatabase } from './connect.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { migrate } from './migrate.ts';
import { renderSchema, SCHEMA_FILE } from './render-schema.ts';

const log = pino({ level: 'warn' });
const dataDir = await mkdtemp(join(tmpdir(), 'traffic-schema-'));
const server = await startEmbeddedPostgres({ dataDir, log });
try {
  await migrate(server.url);
  const { db, close } = connectDatabase({
    url: server.url,
    maxConnections: 1,
    applicationName: 'generate-schema',
  });
  await writeFile(SCHEMA_FILE, await renderSchema(db));
  await close();
} finally {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
}
