export { connectDatabase, type ConnectOptions, type Database, type Db, type Schema } from './connect.ts';
export { isConnectionError } from './connection-error.ts';
export {
  borrowEmbeddedPostgres,
  startEmbeddedPostgres,
  type EmbeddedOptions,
  type EmbeddedPostgres,
} from './embedded-postgres.ts';
export { pingDatabase } from './health.ts';
export { type DatabaseState, inspectDatabase } from './inspect.ts';
export { believed, laterBy } from './later-by.ts';
export type { DatabaseLog } from './log.ts';
export { applyMigrations, migrate, type MigrateOptions } from './migrate.ts';
export { type Migration, readMigrations } from './migration-files.ts';
export { inTransaction } from './transaction.ts';
export { withClient } from './with-client.ts';
