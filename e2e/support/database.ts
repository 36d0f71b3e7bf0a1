import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { environment } from './environment.ts';

/** A fresh database on the given server, or null: then the product starts its embedded one. */
export async function createDatabase(): Promise<{ url: string; drop(): Promise<void> } | null> {
  const { databaseUrl } = environment;
  if (databaseUrl === null) return null;
  const name = `td_e2e_${randomBytes(5).toString('hex')}`;
  await run(databaseUrl, `create database ${name}`);
  const url = new URL(databaseUrl);
  url.pathname = `/${name}`;
  return {
    url: url.toString(),
    drop: () => run(databaseUrl, `drop database if exists ${name} with (force)`),
  };
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
