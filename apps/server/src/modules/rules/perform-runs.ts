import { sql } from 'kysely';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import { compileBook, loadRules, type RuleBook } from '../attribution/index.ts';
import type { ReportProgress } from '../operations/index.ts';
import { finishRun, loadOpenRuns } from './runs-repo.ts';
import { nextXid, type Run, RunCancelled } from './run.ts';
import { stageChanged, stageFacts } from './stage-facts.ts';
import { spendUnder, stageSpend } from './stage-spend.ts';
import { summariseRun } from './summarise-run.ts';
import { switchRules } from './switch-rules.ts';
import { stageUndo } from './stage-undo.ts';

export type RunDeps = {
  db: Db;
  clock: Clock;
  report: ReportProgress;
  /** Facts in a page: what a crash repeats at most, and what is in memory at once (two pages). */
  pageSize?: number;
};

const PAGE_SIZE = 5_000;

/**
 * Does every preview, apply and undo that was asked for and is not over, oldest first; those that a crash
 * interrupted go on where they were. A run that cannot succeed is marked as failed, and the next one begins.
 */
export async function performRuns(deps: RunDeps): Promise<{ done: number; failed: number }> {
  const counts = { done: 0, failed: 0 };
  for (let [run] = await loadOpenRuns(deps.db); run; [run] = await loadOpenRuns(deps.db)) {
    try {
      await performRun(deps, run);
      counts.done += 1;
    } catch (error) {
      if (error instanceof RunCancelled) continue;
      const message = error instanceof Error ? error.message : String(error);
      await closeFailed(deps, run, message);
      counts.failed += 1;
    }
  }
  return counts;
}

async function performRun(deps: RunDeps, run: Run): Promise<void> {
  const { db, clock, report, pageSize = PAGE_SIZE } = deps;
  const stored = await loadRules(db, run.version);
  const total = await countFacts(db);
  let done = 0;
  await report({ done, total, note: 'spend' });
  if (run.kind === 'undo') await stageUndo(db, run);
  else await stageSpend(db, run, await compileBook(db, stored));
  const rules: RuleBook = await compileBook(db, stored, spendUnder(run));
  const options = { pageSize, now: clock.now() };
  if (run.kind !== 'undo')
    await stageFacts(db, run, rules, {
      ...options,
      async onPage(facts) {
        done += facts;
        await report({ done, total, note: 'facts' });
      },
    });
  if (run.kind === 'preview') {
    await finishRun(db, run.id, clock.now(), { state: 'done', summary: await summariseRun(db, run.id) });
    return;
  }
  const since = await nextXid(db);
  await stageChanged(db, run, rules, { ...options, since: run.sinceXid });
  await switchRules({ db, clock, report }, run, stored, { ...options, since });
}

/** The draft of an apply that failed can be edited and applied again. */
async function closeFailed({ db, clock }: RunDeps, run: Run, message: string): Promise<void> {
  await finishRun(db, run.id, clock.now(), { state: 'failed', error: message });
  // An undo that failed changes nothing; its version stays in force.
  await db
    .updateTable('rule_versions')
    .set({ state: 'draft' })
    .where('version', '=', run.version)
    .where('state', '=', 'applying')
    .execute();
}

async function countFacts(db: Db): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select ((select count(*) from all_sales_tracking) + (select count(*) from traffic_leads))::int as total`.execute(
    db,
  );
  return rows[0]?.total ?? 0;
}
