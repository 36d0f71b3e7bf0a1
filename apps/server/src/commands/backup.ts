/**
 * `npm run backup -- --to backups` makes `backups/traffic-<time>/`; `--to file.tar` makes one file. May run beside the server.
 * `--keep 14` removes all but the newest 14 of that folder. ENCRYPTION_KEY is not in it: keep it elsewhere.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Manifest, makeBackup, packFolder } from '../modules/backup/index.ts';
import type { Config } from '../platform/config/index.ts';
import { createLogger } from '../platform/log.ts';
import { onDatabase, runCommand, say } from './support/open-database.ts';
import { productVersion } from './support/product-version.ts';

const OURS = /^traffic-\d{4}-\d\d-\d\dT[\d-]+Z$/;
const { values } = parseArgs({ options: { to: { type: 'string' }, keep: { type: 'string' } } });

await runCommand(async (config) => {
  const keep = values.keep === undefined ? null : Number(values.keep);
  if (
    values.to === undefined ||
    values.to === '' ||
    (keep !== null && !(Number.isInteger(keep) && keep > 0))
  ) {
    process.stderr.write(
      '--to: a folder, or a file that ends with .tar; --keep: a number of backups to leave\n',
    );
    return 64;
  }
  const { path, manifest } = await backUp(config, resolve(values.to));
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  say(`${path}: ${manifest.tables.length} tables, ${rows} rows, schema ${manifest.migrations.at(-1)?.name}.`);
  if (manifest.spool.length > 0)
    say(`  with ${manifest.spool.length} spool file(s): hooks not yet in the database.`);
  say('  ENCRYPTION_KEY is not in it, and nothing sealed opens without it: keep it apart.');
  if (keep !== null) await removeOld(resolve(values.to), keep);
  return 0;
});

async function backUp(config: Config, to: string): Promise<{ path: string; manifest: Manifest }> {
  const now = new Date();
  const asFile = to.endsWith('.tar');
  if (asFile && existsSync(to)) throw new Error(`${to} exists already: nothing was written`);
  const path = asFile ? to : join(to, `traffic-${now.toISOString().replaceAll(/[:.]/g, '-')}`);
  const folder = asFile ? `${to}.folder` : path;
  await mkdir(join(folder, '..'), { recursive: true });
  const log = createLogger({ level: 'warn', name: 'backup' });
  const product = await productVersion();
  const manifest = await onDatabase({ config, log, how: 'beside' }, (url) =>
    makeBackup({ url, folder, product, now, dataDir: config.dataDir, encryptionKey: config.encryptionKey }),
  );
  if (asFile) await packFolder(folder, to).finally(() => rm(folder, { recursive: true, force: true }));
  return { path, manifest };
}

/** Only folders of our own naming that are complete; the time in the name orders them. */
async function removeOld(folder: string, keep: number): Promise<void> {
  const ours = (await readdir(folder)).filter((name) => OURS.test(name)).toSorted();
  for (const name of ours.slice(0, -keep)) {
    await rm(join(folder, name), { recursive: true });
    say(`  removed ${name}`);
  }
}
