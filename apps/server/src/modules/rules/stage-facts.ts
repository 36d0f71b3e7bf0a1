import { sql } from 'kysely';
import type { Db } from '../../platform/database/index.ts';
import { recordDecisions, type RuleBook } from '../attribution/index.ts';
import { decideFacts, type Move } from './decide-facts.ts';
import { changedFacts, loadFacts } from './facts-repo.ts';
import { type FactKind, type Run, RunCancelled, writtenSince } from './run.ts';

const KINDS = ['sale', 'lead'] as const satisfies readonly FactKind[];

type Options = {
  pageSize: number;
  now: Date;
  /** Called after each page with how many facts it had. */
  onPage(facts: number): Promise<void>;
};

/**
 * Decides every sale and lead by the run's rules and stages those that move, page by page behind the run's
 * cursors: what an interrupted run has done is not done again. The next page is read while this one is decided.
 *
 * @throws RunCancelled
 */
export async function stageFacts(db: Db, run: Run, rules: RuleBook, options: Options): Promise<void> {
  for (const kind of KINDS) {
    const read = (after: string) => loadFacts(db, kind, { after, limit: options.pageSize }, run.undone);
    let page = await read(run.cursors[kind] ?? '0');
    for (let last = page.at(-1); last !== undefined; last = page.at(-1)) {
      const [moves, following] = await Promise.all([decideFacts(db, rules, page), read(last.id)]);
      const cursors = { ...run.cursors, [kind]: last.id };
      await db.transaction().execute(async (trx) => {
        await storeMoves(trx, run, kind, moves, options.now);
        await saveCursors(trx, run.id, cursors);
      });
      run.cursors = cursors;
      await options.onPage(page.length);
      page = following;
    }
  }
}

/** Decides again what was written since: new facts, and those that changed after they were staged. */
export async function stageChanged(
  db: Db,
  run: Run,
  rules: RuleBook,
  options: { pageSize: number; now: Date; since: string },
): Promise<void> {
  const written = (table: string) => writtenSince(table, options.since, run.undone?.switchXid ?? null);
  for (const kind of KINDS) {
    const ids = await changedFacts(db, kind, written);
    for (let start = 0; start < ids.length; start += options.pageSize) {
      const page = ids.slice(start, start + options.pageSize);
      const moves = await decideFacts(db, rules, await loadFacts(db, kind, { ids: page }, run.undone));
      await sql`
        delete from rule_moves where run_id = ${run.id} and kind = ${kind} and fact_id = any(${page}::bigint[])`.execute(
        db,
      );
      await storeMoves(db, run, kind, moves, options.now);
    }
  }
}

/** A preview stores no receipts. Those of a run that is cancelled later belong to no fact and are never shown. */
async function storeMoves(db: Db, run: Run, kind: FactKind, moves: Move[], now: Date): Promise<void> {
  if (moves.length === 0) return;
  const fresh = run.kind === 'preview' ? [] : moves.filter((move) => move.earlier === null);
  const ids = await recordDecisions(
    db,
    run,
    fresh.map((move) => move.decision),
    now,
  );
  const freshIds = new Map(fresh.map((move, index) => [move, ids[index] ?? null]));
  const rows = moves.map((move) => ({
    fact_id: move.fact.id,
    from_attribution_id: move.fact.stored.attributionId,
    to_attribution_id: move.earlier?.attributionId ?? freshIds.get(move) ?? null,
    from_team_id: move.fact.stored.teamId,
    to_team_id: move.decision.teamId,
    basis: move.decision.basis,
    reason: move.decision.reason,
  }));
  await sql`
    insert into rule_moves (run_id, kind, fact_id, from_attribution_id, to_attribution_id, from_team_id, to_team_id,
      basis, reason)
    select ${run.id}::bigint, ${kind}, fact_id, from_attribution_id, to_attribution_id, from_team_id, to_team_id, basis,
      reason
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as m
      (fact_id bigint, from_attribution_id bigint, to_attribution_id bigint, from_team_id int, to_team_id int,
       basis text, reason text)`.execute(db);
}

async function saveCursors(db: Db, runId: string, cursors: Run['cursors']): Promise<void> {
  const saved = await db
    .updateTable('rule_runs')
    .set({ cursors: JSON.stringify(cursors) })
    .where('id', '=', runId)
    .where('state', '=', 'staging')
    .returning('id')
    .execute();
  if (saved.length === 0) throw new RunCancelled();
}
