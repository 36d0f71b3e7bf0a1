import type { Clock } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/database/index.ts';
import { AppError, notFound } from '../../platform/errors.ts';
import { writeAudit } from '../access/index.ts';
import { versionInForce } from '../attribution/index.ts';
import { findDraft } from './draft-repo.ts';
import { nextXid } from './run.ts';
import { finishRun, insertRun } from './runs-repo.ts';

type Deps = { db: Db; clock: Clock };

/** Asks what the draft would move. A preview that was still counting is dropped: it answers an older question. */
export function requestPreview({ db, clock }: Deps, actor: string): Promise<string> {
  return inTransaction(db, async (trx) => {
    const draft = await findDraft(trx);
    if (draft === null) throw notFound('Черновика правил нет');
    await trx.deleteFrom('rule_runs').where('kind', '=', 'preview').execute();
    return insertRun(trx, {
      kind: 'preview',
      version: draft.version,
      revision: draft.revision,
      baseVersion: await versionInForce(trx),
      sinceXid: await nextXid(trx),
      requestedBy: actor,
      now: clock.now(),
    });
  });
}

/**
 * Asks to put the draft in force.
 *
 * @throws AppError `not_found` without a draft; `conflict` when it was edited since `revision`, or while
 *   another version is being applied or undone
 */
export function requestApply(
  { db, clock }: Deps,
  actor: string,
  { revision, note }: { revision: number; note: string },
): Promise<string> {
  return inTransaction(db, async (trx) => {
    await refuseWhileSwitching(trx);
    const draft = await findDraft(trx);
    if (draft === null) throw notFound('Черновика правил нет');
    if (draft.revision !== revision)
      throw new AppError('conflict', 'Черновик изменился: посмотрите предпросмотр ещё раз');
    await trx
      .updateTable('rule_versions')
      .set({ state: 'applying', note, applied_by: actor })
      .where('version', '=', draft.version)
      .execute();
    return insertRun(trx, {
      kind: 'apply',
      version: draft.version,
      revision,
      baseVersion: await versionInForce(trx),
      sinceXid: await nextXid(trx),
      requestedBy: actor,
      now: clock.now(),
    });
  });
}

/**
 * Asks to go back to the rules and the receipts before the version in force.
 *
 * @throws AppError `conflict` when there is nothing to undo, or while another version is being applied
 */
export function requestUndo({ db, clock }: Deps, actor: string): Promise<string> {
  return inTransaction(db, async (trx) => {
    await refuseWhileSwitching(trx);
    const inForce = await versionInForce(trx);
    const applied = await trx
      .selectFrom('rule_runs')
      .select(['base_version', 'switched_since_xid'])
      .where('kind', '=', 'apply')
      .where('state', '=', 'done')
      .where('version', '=', inForce)
      .orderBy('id', 'desc')
      .executeTakeFirst();
    if (applied === undefined) throw new AppError('conflict', 'Отменять нечего: эта версия правил первая');
    return insertRun(trx, {
      kind: 'undo',
      version: applied.base_version,
      revision: 0,
      baseVersion: inForce,
      sinceXid: applied.switched_since_xid ?? '0',
      requestedBy: actor,
      now: clock.now(),
    });
  });
}

/**
 * Stops a run that is not over; an apply gives its draft back.
 * @throws AppError `conflict` when it is over already
 */
export function cancelRun({ db, clock }: Deps, actor: string, id: string): Promise<void> {
  return inTransaction(db, async (trx) => {
    const run = await trx
      .selectFrom('rule_runs')
      .select(['kind', 'version', 'state'])
      .where('id', '=', id)
      .executeTakeFirst();
    if (run === undefined) throw notFound('Такого пересчёта нет');
    if (!(await finishRun(trx, id, clock.now(), { state: 'cancelled' })))
      throw new AppError('conflict', 'Пересчёт уже закончен');
    if (run.kind === 'apply')
      await trx
        .updateTable('rule_versions')
        .set({ state: 'draft' })
        .where('version', '=', run.version)
        .where('state', '=', 'applying')
        .execute();
    await writeAudit(trx, clock, {
      ...{ actor, action: 'rules.cancel', subject: id, details: { kind: run.kind } },
      ...{ before: { state: run.state }, after: { state: 'cancelled' } },
    });
  });
}

async function refuseWhileSwitching(db: Db): Promise<void> {
  const other = await db
    .selectFrom('rule_runs')
    .select('id')
    .where('state', '=', 'staging')
    .where('kind', '<>', 'preview')
    .executeTakeFirst();
  if (other !== undefined)
    throw new AppError('conflict', 'Другая версия правил сейчас применяется или отменяется');
}
