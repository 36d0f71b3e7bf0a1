import { sql } from 'kysely';
import type pg from 'pg';
import type { Clock } from '../../platform/clock.ts';
import { type Db, withClient } from '../../platform/database/index.ts';
import type { RuleBook } from '../attribution/index.ts';
import type { ReportProgress } from '../operations/index.ts';
import type { Ledger } from '../sales/index.ts';
import { convertSpend, recreditSpend } from '../spend/index.ts';
import { compareSales, type SalesComparison } from './compare-sales.ts';
import { emptyCount, type TableCount } from './count.ts';
import { importLeads } from './import-leads.ts';
import { importStats, NEVER_READ } from './import-stats.ts';
import { importTeams } from './import-teams.ts';
import { importUsers } from './import-users.ts';
import { columnsOf, readPages } from './read-pages.ts';
import { type LegacyTable, readFields, SHAPES, shapeOf } from './shapes.ts';

export type LegacyDeps = {
  db: Db;
  clock: Clock;
  ledger: () => Promise<Ledger>;
  rules: () => Promise<RuleBook>;
};
export type LegacyImport = { tables: TableCount[]; sales: SalesComparison };

/** Teams before their people, people before what is credited to them. */
const ORDER: readonly LegacyTable[] = ['traffic_teams', 'traffic_users', 'landing_leads', 'traffic_stats'];

/**
 * Reads the earlier system's tables from its own database, as of one instant, and takes over what can be: a second run changes
 * nothing. Nothing there is written.
 *
 * @throws Error when that database is one of this product's: it would be imported into itself
 */
export function importLegacy(deps: LegacyDeps, url: string, report: ReportProgress): Promise<LegacyImport> {
  return withClient(url, async (old) => {
    await old.query('begin isolation level repeatable read, read only');
    // What has no zone in the tables there is read as UTC, not as whatever that server's zone is.
    await old.query(`set local timezone = 'UTC'; set local statement_timeout = '60s'`);
    const { rows } = await old.query<{ ours: boolean }>(
      `select to_regclass('public.schema_migrations') is not null as ours`,
    );
    if (rows[0]?.ours === true)
      throw new Error(
        'LEGACY_DATABASE_URL is a database of this product, not of the earlier system: nothing was read',
      );
    const tables: TableCount[] = [];
    for (const table of ORDER) tables.push(await importTable(deps, old, table, report));
    await creditSpend(deps, tables);
    return { tables, sales: await compareSales(old, deps.db) };
  });
}

async function importTable(
  deps: LegacyDeps,
  old: pg.ClientBase,
  table: LegacyTable,
  report: ReportProgress,
): Promise<TableCount> {
  const count = emptyCount(table);
  const columns = await columnsOf(old, table);
  if (columns === null) return { ...count, note: 'not there' };
  const shape = shapeOf(table, columns);
  if (shape === null) {
    const needed = SHAPES[table].map(({ needs }) => needs.join(', ')).join('; or ');
    return { ...count, note: `of no known shape: needs ${needed}` };
  }
  count.shape = shape.name;
  for await (const page of readPages(old, table)) {
    count.read += page.length;
    await take(
      deps,
      table,
      page.map((row) => readFields(shape, row)),
      count,
    );
    await report({ done: count.read, total: null, note: table });
  }
  return count;
}

async function take(
  deps: LegacyDeps,
  table: LegacyTable,
  rows: Record<string, unknown>[],
  count: TableCount,
): Promise<void> {
  switch (table) {
    case 'traffic_teams':
      return importTeams(deps.db, rows, count);
    case 'traffic_users':
      return importUsers(deps, rows, count);
    case 'landing_leads':
      return importLeads({ ...deps, now: deps.clock.now() }, rows, count);
    case 'traffic_stats':
      return importStats(deps.db, rows, count);
  }
}

/** Whose the new days are, and what they cost in tenge where the rate of the day is known. */
async function creditSpend(deps: LegacyDeps, tables: TableCount[]): Promise<void> {
  if (tables.every(({ table, written }) => table !== 'traffic_stats' || written === 0)) return;
  const rules = await deps.rules();
  await deps.db
    .transaction()
    .execute((trx) => recreditSpend(trx, rules, sql<boolean>`s.synced_at = ${NEVER_READ}`));
  await convertSpend(deps.db, []);
}
