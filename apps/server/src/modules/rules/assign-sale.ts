import type { AssignRequest, Receipt } from '@traffic/contract';
import type { Transaction } from 'kysely';
import type { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import type { Db, Schema } from '../../platform/database/index.ts';
import { AppError, notFound, validationError } from '../../platform/errors.ts';
import { writeAudit } from '../access/index.ts';
import { readReceipt } from '../attribution/index.ts';
import { holdLedger, type Ledger, recreditSales } from '../sales/index.ts';

type Deps = { db: Db; clock: Clock; ledger: () => Promise<Ledger> };

/**
 * A person's decision about a deal: it outranks every rule, now and after every change of rules, until it is
 * taken back.
 *
 * @returns the receipt of the deal's sale; null while the deal is no sale
 * @throws AppError `not_found` for an unknown deal, `validation` for an unknown team, `conflict` when the deal is
 *   assigned to this team already
 */
export async function assignSale(
  deps: Deps,
  actor: string,
  { lead_id: leadId, team: slug, reason }: z.infer<typeof AssignRequest>,
): Promise<Receipt | null> {
  const remembered = await deps.ledger();
  return deps.db.transaction().execute(async (trx) => {
    const ledger = await holdLedger(trx, remembered);
    const team = await trx
      .selectFrom('traffic_teams')
      .select('id')
      .where('slug', '=', slug)
      .executeTakeFirst();
    if (team === undefined) throw validationError('Такой команды нет', [{ field: 'team' }]);
    const deal = await trx
      .selectFrom('deals')
      .select('lead_id')
      .where('lead_id', '=', leadId)
      .executeTakeFirst();
    if (deal === undefined) throw notFound('Такой сделки нет');
    const before = await trx
      .selectFrom('manual_assignments')
      .select(['team_id', 'reason'])
      .where('lead_id', '=', leadId)
      .executeTakeFirst();
    const now = deps.clock.now();
    const assignment = { team_id: team.id, reason, assigned_by: actor, assigned_at: now };
    const changed = await trx
      .insertInto('manual_assignments')
      .values({ lead_id: leadId, ...assignment })
      .onConflict((conflict) =>
        conflict.column('lead_id').doUpdateSet(assignment).where('manual_assignments.team_id', '<>', team.id),
      )
      .returning('lead_id')
      .execute();
    if (changed.length === 0) throw new AppError('conflict', 'Сделка уже закреплена за этой командой');
    await recreditSales(trx, ledger, [leadId]);
    await writeAudit(trx, deps.clock, {
      ...{ actor, action: 'sale.assign', subject: leadId },
      before,
      after: { team: slug, reason },
    });
    return receiptOf(trx, leadId);
  });
}

/**
 * Takes a person's decision back: the rules decide again.
 * @throws AppError `not_found` when the deal is not assigned
 */
export async function unassignSale(deps: Deps, actor: string, leadId: string): Promise<Receipt | null> {
  const remembered = await deps.ledger();
  return deps.db.transaction().execute(async (trx) => {
    const ledger = await holdLedger(trx, remembered);
    const removed = await trx
      .deleteFrom('manual_assignments')
      .where('lead_id', '=', leadId)
      .returning(['team_id', 'reason'])
      .executeTakeFirst();
    if (removed === undefined) throw notFound('Эта сделка ни за кем не закреплена');
    await recreditSales(trx, ledger, [leadId]);
    await writeAudit(trx, deps.clock, {
      actor,
      action: 'sale.unassign',
      subject: leadId,
      before: removed,
      after: null,
    });
    return receiptOf(trx, leadId);
  });
}

async function receiptOf(trx: Transaction<Schema>, leadId: string): Promise<Receipt | null> {
  const sale = await trx
    .selectFrom('all_sales_tracking')
    .select('attribution_id')
    .where('lead_id', '=', leadId)
    .orderBy('id')
    .executeTakeFirst();
  return sale === undefined ? null : readReceipt(trx, sale.attribution_id, { ownOnly: false });
}
