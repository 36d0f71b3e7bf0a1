import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../platform/database/index.ts';
import { AppError } from '../../platform/errors.ts';

export type RunKind = 'preview' | 'apply' | 'undo';
export type FactKind = 'sale' | 'lead';

/** A preview, apply or undo as far as its own work needs it. */
export type Run = {
  id: string;
  kind: RunKind;
  /** The rules it decides by, and those in force when it was asked for. */
  version: number;
  baseVersion: number;
  /** Facts whose rows were written by this transaction or later must be decided again. */
  sinceXid: string;
  /** The last staged id of each kind; staging goes on behind it. */
  cursors: Partial<Record<FactKind, string>>;
  /** Of an undo: the run that is taken back. */
  undone: { runId: string; switchXid: string } | null;
  requestedBy: string;
};

/** Somebody cancelled the run: what it staged stays unused. */
export class RunCancelled extends AppError {
  constructor() {
    super('conflict', 'Пересчёт отменён');
  }
}

/** The oldest transaction that may still write: what is written from now on has this id or a later one. */
export async function nextXid(db: Db): Promise<string> {
  const { rows } = await sql<{
    xid: string;
  }>`select pg_snapshot_xmin(pg_current_snapshot())::text as xid`.execute(db);
  return rows[0]?.xid ?? '0';
}

/**
 * Whether a row was written by transaction `since` or a later one. PostgreSQL keeps the writer of every row,
 * so nobody who writes facts has to tell us.
 *
 * @param except a transaction whose writes do not count: the switch itself
 */
export function writtenSince(table: string, since: string, except: string | null): RawBuilder<boolean> {
  const xmin = sql.ref(`${table}.xmin`);
  const other = except === null ? sql`true` : sql`${xmin}::text <> ${except}::text::xid8::xid::text`;
  return sql<boolean>`(age(${xmin}) <= age(${since}::text::xid8::xid) and ${other})`;
}
