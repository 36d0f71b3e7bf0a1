/**
 * `npm run import:legacy`: takes over teams, people, applications and spend from the earlier system's database
 * (LEGACY_DATABASE_URL), and compares its sales with our ledger. Reads only; run again it changes nothing; may run beside the server.
 * `--sales-list FILE` writes every difference of sales as CSV.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { createContext } from '../context.ts';
import { importLegacy, type LegacyImport, type SaleDifference } from '../modules/legacy/index.ts';
import { recordSyncRun } from '../modules/operations/index.ts';
import { importPresetOnce } from '../modules/settings/index.ts';
import { systemClock } from '../platform/clock.ts';
import type { Config } from '../platform/config/index.ts';
import { connectDatabase, migrate } from '../platform/database/index.ts';
import { createLogger } from '../platform/log.ts';
import { onDatabase, runCommand, say } from './support/open-database.ts';

const SHOWN = 10;
const { values } = parseArgs({ options: { 'sales-list': { type: 'string' } } });

await runCommand(async (config) => {
  const from = config.legacyDatabaseUrl;
  if (from === null) {
    process.stderr.write('LEGACY_DATABASE_URL is not set: the postgres:// address of the earlier system\n');
    return 78;
  }
  const log = createLogger({ level: 'warn', name: 'import-legacy' });
  const result = await onDatabase({ config, log, how: 'beside' }, async (url) => {
    await migrate(url, { log });
    const database = connectDatabase({ url, maxConnections: 4, applicationName: 'import-legacy', log });
    const context = createContext({ config: quiet(config), db: database.db, clock: systemClock, log });
    try {
      await importPresetOnce(context.db, config.presetPath, context.clock.now());
      let found: SaleDifference[] = [];
      const counts = await recordSyncRun(context, 'legacy.import', async (report) => {
        const { tables, sales } = await importLegacy(context, from, report);
        found = sales.differences;
        return { tables, sales: { ...sales, differences: found.length } };
      });
      return { ...counts, found };
    } finally {
      await context.cache.close();
      await database.close();
    }
  });
  tell(result);
  if (values['sales-list'] !== undefined)
    await writeFile(values['sales-list'], csv(result.found), { mode: 0o600 });
  return 0;
});

/** Old sales are nobody's news. */
function quiet(config: Config): Config {
  return { ...config, telegram: null };
}

function tell({
  tables,
  sales,
  found,
}: Pick<LegacyImport, 'tables'> & { sales: object; found: SaleDifference[] }): void {
  for (const { table, shape, note, read, written, known, refused, reasons } of tables) {
    if (shape === null) {
      say(`${table}: ${note}`);
      continue;
    }
    say(`${table} (${shape}): ${read} read, ${written} written, ${known} known already, ${refused} refused`);
    for (const [reason, rows] of Object.entries(reasons)) say(`    ${rows}: ${reason}`);
  }
  const { read, same, unreadable } = sales as { read: number; same: number; unreadable: number };
  say(
    `sales, compared only: ${read} read, ${same} as in our ledger, ${found.length} different, ${unreadable} unreadable`,
  );
  for (const { table, deal_id, what, old_amount, our_amount } of found.slice(0, SHOWN))
    say(
      `    ${table} ${deal_id}: ${what} (there ${old_amount ?? 'unknown'}, here ${our_amount ?? 'unknown'})`,
    );
  if (found.length > SHOWN) say(`    ... all of them: --sales-list FILE`);
}

/** Every field is digits or one of our own words: nothing to escape. */
function csv(rows: SaleDifference[]): string {
  const lines = rows.map(({ table, deal_id, what, old_amount, our_amount }) =>
    [table, deal_id, what, old_amount ?? '', our_amount ?? ''].join(','),
  );
  return `${['table,deal_id,what,old_amount,our_amount', ...lines].join('\n')}\n`;
}
