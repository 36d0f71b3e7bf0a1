import type { DealDifference, Reconciliation } from '@traffic/contract';
import { sql } from 'kysely';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import { notFound, validationError } from '../../platform/errors.ts';

/** A comparison that has not said for this long that it lives was killed with its process. */
const SILENCE_MS = 120_000;
/** More than this nobody reads one by one; the total is always right. */
const LISTED = 1_000;

export type Findings = Record<'missing' | 'different' | 'extra', DealDifference[]> & {
  /** Deals that the CRM shows as won and closed in the time, by pipeline id. */
  won: Record<string, number>;
};

/**
 * Begins a comparison, unless one is under way in any process.
 * @returns its id; null when another one is running
 */
export async function beginReconciliation(
  { db, clock }: { db: Db; clock: Clock },
  options: { kind: Reconciliation['kind']; from: Date; to: Date; requestedBy: string },
): Promise<string | null> {
  const now = clock.now();
  await sql`
    update reconciliations set state = 'failed', finished_at = ${now}, error = 'the process was stopped'
    where state = 'running' and seen_at < ${new Date(now.getTime() - SILENCE_MS)}`.execute(db);
  const { rows } = await sql<{ id: string }>`
    insert into reconciliations (kind, compared_from, compared_to, started_at, seen_at, requested_by)
    values (${options.kind}, ${options.from}, ${options.to}, ${now}, ${now}, ${options.requestedBy})
    on conflict ((true)) where state = 'running' do nothing
    returning id`.execute(db);
  return rows[0]?.id ?? null;
}

/** Says that the comparison lives. */
export async function touchReconciliation(
  { db, clock }: { db: Db; clock: Clock },
  id: string,
): Promise<void> {
  await db.updateTable('reconciliations').set({ seen_at: clock.now() }).where('id', '=', id).execute();
}

export async function finishReconciliation(
  { db, clock }: { db: Db; clock: Clock },
  id: string,
  outcome: { checked: number; findings: Findings; unmended: string[] } | { error: string },
): Promise<void> {
  const list = (deals: DealDifference[]) =>
    JSON.stringify({ total: deals.length, deals: deals.slice(0, LISTED) });
  const result =
    'error' in outcome
      ? { state: 'failed', error: outcome.error }
      : {
          state: 'done',
          checked: outcome.checked,
          remaining: outcome.unmended.length,
          unmended: JSON.stringify(outcome.unmended.slice(0, LISTED)),
          missing: list(outcome.findings.missing),
          different: list(outcome.findings.different),
          extra: list(outcome.findings.extra),
          won: JSON.stringify(outcome.findings.won),
        };
  await db
    .updateTable('reconciliations')
    .set({ ...result, finished_at: clock.now() })
    .where('id', '=', id)
    .execute();
}

/** @throws AppError `not_found` */
export async function readReconciliation(db: Db, id: string): Promise<Reconciliation> {
  const row = /^\d{1,18}$/.test(id)
    ? await db.selectFrom('reconciliations').selectAll().where('id', '=', id).executeTakeFirst()
    : undefined;
  if (row === undefined) throw notFound('Такой сверки нет');
  return toReconciliation(row);
}

/** Comparisons, newest first. `cursor` is the last id of the page before. */
export async function listReconciliations(
  db: Db,
  query: { cursor?: string | undefined; limit: number },
): Promise<{ reconciliations: Reconciliation[]; next_cursor: string | null }> {
  if (query.cursor !== undefined && !/^\d{1,18}$/.test(query.cursor))
    throw validationError('cursor: не число');
  let rows = db
    .selectFrom('reconciliations')
    .selectAll()
    .orderBy('id', 'desc')
    .limit(query.limit + 1);
  if (query.cursor !== undefined) rows = rows.where('id', '<', query.cursor);
  const found = await rows.execute();
  const page = found.slice(0, query.limit);
  return {
    reconciliations: page.map(toReconciliation),
    next_cursor: found.length > query.limit ? (page.at(-1)?.id ?? null) : null,
  };
}

type Row = {
  id: string;
  kind: string;
  state: string;
  compared_from: Date;
  compared_to: Date;
  started_at: Date;
  finished_at: Date | null;
  checked: number | null;
  missing: unknown;
  different: unknown;
  extra: unknown;
  remaining: number | null;
  error: string | null;
};

function toReconciliation(row: Row): Reconciliation {
  return {
    id: row.id,
    kind: row.kind as Reconciliation['kind'],
    state: row.state as Reconciliation['state'],
    compared_from: row.compared_from.toISOString(),
    compared_to: row.compared_to.toISOString(),
    started_at: row.started_at.toISOString(),
    finished_at: row.finished_at?.toISOString() ?? null,
    checked: row.checked,
    missing: row.missing as Reconciliation['missing'],
    different: row.different as Reconciliation['different'],
    extra: row.extra as Reconciliation['extra'],
    remaining: row.remaining,
    error: row.error,
  };
}
