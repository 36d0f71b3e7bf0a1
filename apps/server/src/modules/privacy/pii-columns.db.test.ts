import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import { NOT_PERSONAL, PII_COLUMNS, PII_TABLES } from './pii-columns.ts';

let test: TestDatabase;
type Column = { column: string; type: string };
let columns: Column[];

const readColumns = async (): Promise<Column[]> =>
  (
    await sql<Column>`
      select c.table_name || '.' || c.column_name as column, c.data_type as type
      from information_schema.columns c
      join information_schema.tables t using (table_schema, table_name)
      where c.table_schema = 'public' and t.table_type = 'BASE TABLE'
      order by 1`.execute(test.db)
  ).rows;

beforeAll(async () => {
  test = await createTestDatabase();
  columns = await readColumns();
});
afterAll(() => test.drop());

/** Named like something of a person, or able to hold anything. */
const NAMED = /name$|phone|e_?mail|contact|address|user_agent|birth|passport|iin$|fbclid|^raw|payload/;
const suspicious = (all: Column[]) =>
  all
    .filter(({ column, type }) => {
      const name = column.slice(column.indexOf('.') + 1);
      return NAMED.test(name) || ['json', 'jsonb', 'bytea'].includes(type);
    })
    .map(({ column }) => column)
    .filter((column) => !column.endsWith('timezone_name'));
const listed = new Set([...PII_COLUMNS.map(({ column }) => String(column)), ...Object.keys(NOT_PERSONAL)]);

describe('the list of personal data', () => {
  it('names every column that is named like a person’s or can hold anything', () => {
    expect(suspicious(columns).filter((column) => !listed.has(column))).toEqual([]);
  });

  it('names no column that is not there, and none twice', () => {
    const known = new Set(columns.map(({ column }) => column));
    expect([...listed].filter((column) => !known.has(column))).toEqual([]);
    expect(PII_COLUMNS.filter(({ column }) => column in NOT_PERSONAL)).toEqual([]);
    expect(new Set(PII_COLUMNS.map(({ column }) => column)).size).toBe(PII_COLUMNS.length);
  });

  it('has every table of an export, and no other table of a person', () => {
    const tables = PII_COLUMNS.filter(({ of }) => of === 'person').map(({ column }) => column.split('.')[0]);
    expect(new Set(tables)).toEqual(new Set(PII_TABLES));
  });

  it('fails on a new column until it is listed', async () => {
    await sql`alter table traffic_leads add column second_phone text, add column extra jsonb`.execute(
      test.db,
    );
    const fresh = suspicious(await readColumns()).filter((column) => !listed.has(column));
    expect(fresh).toEqual(['traffic_leads.extra', 'traffic_leads.second_phone']);
  });
});
