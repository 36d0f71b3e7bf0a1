/**
 * A process that owns an embedded database until it is killed, for tests of what its death leaves behind:
 * `node embedded-owner.ts <folder>` prints one JSON line {url, pid} when the server is up.
 */
import { pino } from 'pino';
import { startEmbeddedPostgres } from '../platform/database/embedded-postgres.ts';

const [dataDir = ''] = process.argv.slice(2);
const { url, pid } = await startEmbeddedPostgres({ dataDir, log: pino({ level: 'silent' }) });
process.stdout.write(`${JSON.stringify({ url, pid })}\n`);
setInterval(() => {}, 60_000);
