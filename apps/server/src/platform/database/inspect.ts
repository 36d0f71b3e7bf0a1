import { readMigrations } from './migration-files.ts';
import { withClient } from './with-client.ts';

/** What a database says of itself, without changing it. */
export type DatabaseState = {
  /** 180004 is 18.4. */
  versionNumber: number;
  version: string;
  encoding: string;
  fsync: boolean;
  /** Its clock minus ours, in milliseconds; half of the round trip is taken off. */
  clockAheadMs: number;
  /** Migrations that this program has and the database has not. */
  pending: string[];
  applied: string[];
  /** Tables in `public`: none = empty. */
  tables: number;
};

/**
 * Reads the state of the database at `url`.
 *
 * @throws the driver's error when it cannot be reached
 */
export function inspectDatabase(url: string): Promise<DatabaseState> {
  return withClient(url, async (client) => {
    const askedAt = Date.now();
    const { rows } = await client.query<Row>(
      `select current_setting('server_version_num')::int as number, current_setting('server_version') as version,
         pg_encoding_to_char(encoding) as encoding, current_setting('fsync') = 'on' as fsync,
         (extract(epoch from clock_timestamp()) * 1000)::float8 as now_ms,
         (select count(*) from pg_tables where schemaname = 'public')::int as tables,
         to_regclass('public.schema_migrations') is not null as migrated
       from pg_database where datname = current_database()`,
    );
    const halfway = (askedAt + Date.now()) / 2;
    const [row] = rows;
    if (row === undefined) throw new Error('the database does not know itself');
    const applied = row.migrated ? await appliedNames(client) : [];
    const pending = (await readMigrations())
      .map(({ name }) => name)
      .filter((name) => !applied.includes(name));
    const { number, version, encoding, fsync, now_ms, tables } = row;
    return {
      ...{ versionNumber: number, version, encoding, fsync, clockAheadMs: Number(now_ms) - halfway },
      ...{ pending, applied, tables },
    };
  });
}

type Row = {
  number: number;
  version: string;
  encoding: string;
  fsync: boolean;
  now_ms: number;
  tables: number;
  migrated: boolean;
};

async function appliedNames(client: Parameters<Parameters<typeof withClient>[1]>[0]): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    'select name from schema_migrations order by version',
  );
  return rows.map(({ name }) => name);
}
