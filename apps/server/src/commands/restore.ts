/**
 * `npm run restore -- --from backups/traffic-<time>` (or a .tar): into an empty database, with the server stopped. Says of which
 * versions the backup is. `--check` only reads and verifies it; `--other-key` restores although ENCRYPTION_KEY is another.
 */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { checkBackup, type Manifest, restoreBackup, unpackFolder } from '../modules/backup/index.ts';
import type { Config } from '../platform/config/index.ts';
import { createLogger } from '../platform/log.ts';
import { onDatabase, runCommand, say } from './support/open-database.ts';

const flag = { type: 'boolean', default: false } as const;
const { values } = parseArgs({ options: { from: { type: 'string' }, check: flag, 'other-key': flag } });

await runCommand(async (config) => {
  if (values.from === undefined) {
    process.stderr.write('--from: the folder of a backup, or its .tar file\n');
    return 64;
  }
  return fromFolder(resolve(values.from), (folder) => perform(config, folder));
});

/** A tar file is unpacked beside nothing else, and the unpacked copy is removed. */
async function fromFolder(from: string, work: (folder: string) => Promise<number>): Promise<number> {
  if ((await stat(from)).isDirectory()) return work(from);
  const folder = await mkdtemp(join(tmpdir(), 'traffic-restore-'));
  try {
    await unpackFolder(from, folder);
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function perform(config: Config, folder: string): Promise<number> {
  tell(await checkBackup(folder));
  if (values.check) {
    say('Every file is whole.');
    return 0;
  }
  const { dataDir, encryptionKey } = config;
  const log = createLogger({ level: 'warn', name: 'restore' });
  const { migrated } = await onDatabase({ config, log, how: 'alone' }, (url) =>
    restoreBackup({ url, folder, dataDir, encryptionKey, otherKey: values['other-key'] }),
  );
  say(`Restored${migrated.length === 0 ? '' : `, and brought to this version by ${migrated.join(', ')}`}.`);
  say('Now: npm run rebuild, then start the server.');
  return 0;
}

function tell({ made_at, product, postgres, tables, migrations }: Manifest): void {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  say(`Backup of ${made_at}: version ${product}, schema ${migrations.at(-1)?.name}, PostgreSQL ${postgres},`);
  say(`${tables.length} tables, ${rows} rows.`);
}
