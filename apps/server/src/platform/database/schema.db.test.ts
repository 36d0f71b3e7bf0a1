import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { createTestDatabase } from '../../testing/test-database.ts';
import { renderSchema, SCHEMA_FILE } from './render-schema.ts';

it('schema.ts says what the migrations make; if not, run generate-schema.ts', async () => {
  const { db, drop } = await createTestDatabase();
  try {
    expect(await readFile(SCHEMA_FILE, 'utf8')).toBe(await renderSchema(db));
  } finally {
    await drop();
  }
});
