import { sql } from 'kysely';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import { AppError } from '../../platform/errors.ts';
import { writeAudit } from '../access/index.ts';
import { compileBook, type loadRules, lockRules, versionInForce } from '../attribution/index.ts';
import type { ReportProgress } from '../operations/index.ts';
import { nextXid, type Run, writtenSince } from './run.ts';
import { finishRun } from './runs-repo.ts';
import { stageChanged } from './stage-facts.ts';
import { spendUnder, stageSpend } from './stage-spend.ts';
import { summariseRun } from './summarise-run.ts';

type Deps = { db: Db; clock: Clock; report: ReportProgress };
type Rules = Awaited<ReturnType<typeof loadRules>>;

/**
 * Puts a run's version in force and its staged moves onto the facts, in one transaction: readers see the old
 * teams or the new ones, and a crash leaves the old. Writers of decisions wait from the lock to the commit;
 * what they wrote before it is decided again here, and what they write after it, by the new rules.
 *
 * @throws AppError `conflict` when another version came into force since the run was asked for
 */
export async function switchRules(
  deps: Deps,
  run: Run,
  stored: Rules,
  options: { pageSize: number; now: Date; since: string },
): Promise<void> {
  const { report } = deps;
  await deps.db.transaction().execute(async (db) => {
    // The connection's limit is for screens; this is the one statement series that may take longer.
    await sql`set local statement_timeout = '15min'`.execute(db);
    await lockRules(db);
    if ((await versionInForce(db)) !== run.baseVersion)
      throw new AppError('conflict', 'За это время вступила в силу другая версия правил');
    await report({ done: 0, total: null, note: 'switch' });
    await stageLate(db, run, stored, options);
    const summary = await summariseRun(db, run.id);
    await moveSales(db, run, options.now);
    await moveLeads(db, run);
    await moveSpend(db, run);
    await report({ done: 0, total: null, note: 'moved' });
    await markInForce(db, run, options.now);
    if (!(await finishRun(db, run.id, options.now, { state: 'done', summary })))
      throw new AppError('conflict', 'Пересчёт отменён');
    await writeAudit(db, deps.clock, {
      ...{
        actor: run.requestedBy,
        action: `rules.${run.kind}`,
        details: { run: run.id, moved: summary.moved },
      },
      ...{ before: { version: run.baseVersion }, after: { version: run.version } },
    });
  });
}

async function stageLate(
  db: Db,
  run: Run,
  stored: Rules,
  options: { pageSize: number; now: Date; since: string },
): Promise<void> {
  const compiled = await compileBook(db, stored);
  // An undo goes back to what stood; only spend written since the switch it takes back is decided anew.
  if (run.undone === null) await stageSpend(db, run, compiled);
  else await stageSpend(db, run, compiled, writtenSince('s', run.sinceXid, run.undone.switchXid));
  await stageChanged(db, run, await compileBook(db, stored, spendUnder(run)), options);
}

async function moveSales(db: Db, run: Run, now: Date): Promise<void> {
  await sql`
    with moved as (
      update all_sales_tracking s
      set team_id = m.to_team_id, attribution_id = m.to_attribution_id,
        targetologist = (select t.name from traffic_teams t where t.id = m.to_team_id)
      from rule_moves m
      where m.run_id = ${run.id} and m.kind = 'sale' and s.id = m.fact_id
      returning s.id, m.from_team_id, m.to_team_id, m.basis
    )
    insert into sale_events (sale_id, at, kind, details)
    select id, ${now}::timestamptz, 'credited', jsonb_build_object(
      'from_team', from_team_id, 'to_team', to_team_id, 'basis', basis, 'rule_version', ${run.version}::int)
    from moved order by id`.execute(db);
}

async function moveLeads(db: Db, run: Run): Promise<void> {
  await sql`
    update traffic_leads l set team_id = m.to_team_id, attribution_id = m.to_attribution_id
    from rule_moves m where m.run_id = ${run.id} and m.kind = 'lead' and l.id = m.fact_id`.execute(db);
}

async function moveSpend(db: Db, run: Run): Promise<void> {
  await sql`
    update traffic_stats s set team_id = m.to_team_id, basis = m.to_basis
    from rule_spend_moves m
    where m.run_id = ${run.id} and s.account_id = m.account_id and s.ad_id = m.ad_id and s.day = m.day`.execute(
    db,
  );
}

async function markInForce(db: Db, run: Run, now: Date): Promise<void> {
  await db.updateTable('rules_in_force').set({ version: run.version }).execute();
  await db
    .updateTable('rule_versions')
    .set({
      state: 'applied',
      ...(run.kind === 'apply' ? { applied_at: now, applied_by: run.requestedBy } : {}),
    })
    .where('version', '=', run.version)
    .execute();
  if (run.kind === 'undo')
    await db
      .updateTable('rule_versions')
      .set({ state: 'undone' })
      .where('version', '=', run.baseVersion)
      .execute();
  // Whoever waits for the lock may have its id already: an undo looks at everything from the oldest of them.
  const since = await nextXid(db);
  await sql`
    update rule_runs set switch_xid = pg_current_xact_id()::text, switched_since_xid = ${since}
    where id = ${run.id}`.execute(db);
}
