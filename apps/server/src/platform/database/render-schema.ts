import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { ColumnTypeNode, generate, IdentifierNode, PostgresDialect } from 'kysely-codegen';
import type { Db } from './connect.ts';

const require = createRequire(import.meta.url);

/** Where the rendered types are kept. */
export const SCHEMA_FILE = fileURLToPath(new URL('./schema.ts', import.meta.url));

/**
 * The TypeScript types of a migrated database's tables, as the formatted text of `schema.ts`.
 * They say what `columnParsers` delivers, and accept only what is safe to write: money as a string, never a float;
 * jsonb as JSON text, because the driver turns an array into a PostgreSQL array (an empty one into `{}`).
 */
export async function renderSchema(db: Db): Promise<string> {
  const dialect = new PostgresDialect({ dateParser: 'string' });
  const text = new IdentifierNode('string');
  dialect.adapter.definitions.Numeric = new ColumnTypeNode(text, text, text);
  dialect.adapter.definitions.Json = new ColumnTypeNode(new IdentifierNode('JsonValue'), text, text);
  const types = await generate({ db, dialect, excludePattern: 'public.schema_migrations', outFile: null });
  return format(`// oxlint-disable max-lines: generated, one interface per table\n${types}`);
}

function format(types: string): string {
  const biome = require.resolve('@biomejs/biome/bin/biome');
  const options = { input: types, encoding: 'utf8' } as const;
  return execFileSync(process.execPath, [biome, 'format', `--stdin-file-path=${SCHEMA_FILE}`], options);
}
