/**
 * A process that tells Meta of conversions and nothing else, for tests of what its death leaves behind:
 * `node conversions-runner.ts <database url> <graph url> <encryption key> <events of a request>`.
 */
import { createEventSender } from '../integrations/meta/index.ts';
import { sendConversions } from '../modules/conversions/send-conversions.ts';
import { systemClock } from '../platform/clock.ts';
import { connectDatabase } from '../platform/database/index.ts';
import { createLogger } from '../platform/log.ts';

const [url = '', graphUrl = '', encryptionKey = '', batchSize = '10'] = process.argv.slice(2);
const { db } = connectDatabase({ url, maxConnections: 2, applicationName: 'conversions-runner' });
const log = createLogger({ level: 'silent', name: 'conversions-runner' });
const sender = createEventSender({ graphUrl, version: 'v25.0' });
const deps = { db, clock: systemClock, log, sender, encryptionKey, batchSize: Number(batchSize) };
process.stdout.write('ready\n');
while (await sendConversions(deps));
process.stdout.write('done\n');
process.exit(0);
