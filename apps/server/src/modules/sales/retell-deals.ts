import { sql } from 'kysely';
import { type Db, inTransaction } from '../../platform/database/index.ts';
import type { ReportProgress } from '../operations/index.ts';
import type { Ledger } from './ledger.ts';
import { retellDeals } from './record-deal-facts.ts';

const BATCH = 200;

/**
 * Tells the deals of a pipeline anew from their facts, after it was decided what the pipeline sells. In batches,
 * each in a transaction of its own: the same deals told twice end the same, so a crash in between is harmless.
 */
async function retellPipeline(
  deps: { db: Db; ledger: () => Promise<Ledger> },
  pipelineId: string,
  onBatch: (deals: number) => Promise<void>,
): Promise<void> {
  for (let after = '0'; ; ) {
    const { rows } = await sql<{ lead_id: string }>`
      select lead_id from (
        select lead_id from deals where pipeline_id = ${pipelineId}
        union
        -- Deals that were sold here and have moved on.
        select lead_id from all_sales_tracking where pipeline_id = ${pipelineId}
      ) told where lead_id > ${after} order by lead_id limit ${BATCH}`.execute(deps.db);
    const leadIds = rows.map((row) => row.lead_id);
    const last = leadIds.at(-1);
    if (last === undefined) return;
    await deps.db.transaction().execute(async (trx) => retellDeals(trx, await deps.ledger(), leadIds));
    await onBatch(leadIds.length);
    after = last;
  }
}

/**
 * Tells the deals of every pipeline anew whose meaning was changed since they were told last.
 * @param ledger must read the settings anew: the change is the reason for the call
 */
export async function retellChangedPipelines(
  deps: { db: Db; ledger: () => Promise<Ledger> },
  report: ReportProgress,
): Promise<{ pipelines: number; deals: number }> {
  const counts = { pipelines: 0, deals: 0 };
  for (;;) {
    const next = await nextChanged(deps.db);
    if (next === undefined) return counts;
    await retellPipeline(deps, next.pipeline_id, async (deals) => {
      counts.deals += deals;
      await report({ done: counts.deals, total: null, note: next.pipeline_id });
    });
    await inTransaction(deps.db, (trx) =>
      trx
        .updateTable('product_pipelines')
        .set({ retold_at: next.changed_at })
        .where('pipeline_id', '=', next.pipeline_id)
        .execute(),
    );
    counts.pipelines += 1;
  }
}

/** Whether there is anything to tell anew. */
export async function hasChangedPipelines(db: Db): Promise<boolean> {
  return (await nextChanged(db)) !== undefined;
}

const nextChanged = (db: Db) =>
  db
    .selectFrom('product_pipelines')
    .select(['pipeline_id', 'changed_at'])
    .where(sql<boolean>`changed_at > coalesce(retold_at, 'epoch')`)
    .orderBy('changed_at')
    .limit(1)
    .executeTakeFirst();
