import type { Pipeline, PipelineRequest, ProductsResponse } from '@traffic/contract';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/database/index.ts';
import { notFound, validationError } from '../../platform/errors.ts';
import { writeAudit } from '../access/index.ts';

/** What is sold, and every pipeline that the school named or a deal was seen in. */
export async function listProducts(db: Db): Promise<Omit<z.infer<typeof ProductsResponse>, 'success'>> {
  const products = await db
    .selectFrom('products')
    .select(['key', 'name', 'expected_price', 'currency', 'ledger_table'])
    .orderBy('position')
    .execute();
  return { products, pipelines: await selectPipelines(db) };
}

async function selectPipelines(db: Db): Promise<Pipeline[]> {
  const { rows } = await sql<Pipeline>`
    with seen as (
      select pipeline_id, count(*)::int as deals from deals where pipeline_id is not null group by pipeline_id
    ), sold as (
      select pipeline_id, count(*)::int as sales from all_sales_tracking where reversed_at is null group by pipeline_id
    )
    select coalesce(p.pipeline_id, seen.pipeline_id)::text as pipeline_id, p.name, p.pipeline_id is not null as known,
      p.product_key, coalesce(p.counted, true) as counted, p.prepayment_status_id::text, p.prepayment_field_id::text,
      coalesce(seen.deals, 0) as deals, coalesce(sold.sales, 0) as sales,
      coalesce(p.changed_at > coalesce(p.retold_at, 'epoch'), false) as pending
    from product_pipelines p
      full join seen on seen.pipeline_id = p.pipeline_id
      left join sold on sold.pipeline_id = coalesce(p.pipeline_id, seen.pipeline_id)
    order by known, coalesce(seen.deals, 0) desc, 1`.execute(db);
  return rows;
}

/**
 * Decides what a pipeline sells. Its deals are told anew by a job afterwards.
 * @throws AppError `validation` for an unknown product, `not_found` for a pipeline that nobody has seen
 */
export async function decidePipeline(
  db: Db,
  pipelineId: string,
  decision: z.infer<typeof PipelineRequest>,
  { clock, actor }: { clock: Clock; actor: string },
): Promise<Pipeline> {
  const now = clock.now();
  await inTransaction(db, async (trx) => {
    const known = (await selectPipelines(trx)).find((pipeline) => pipeline.pipeline_id === pipelineId);
    if (known === undefined) throw notFound('Такой воронки нет ни в настройках, ни в сделках');
    await requireProduct(trx, decision.product_key);
    const row = {
      name: decision.name ?? known.name ?? pipelineId,
      product_key: decision.product_key,
      counted: decision.counted,
      prepayment_status_id: decision.prepayment_status_id,
      prepayment_field_id: decision.prepayment_field_id,
      changed_at: now,
    };
    await trx
      .insertInto('product_pipelines')
      .values({ pipeline_id: pipelineId, ...row })
      .onConflict((conflict) => conflict.column('pipeline_id').doUpdateSet(row))
      .execute();
    await writeAudit(trx, clock, {
      actor,
      action: 'pipeline.decide',
      subject: pipelineId,
      before: known,
      after: decision,
    });
  });
  const decided = (await selectPipelines(db)).find((pipeline) => pipeline.pipeline_id === pipelineId);
  if (decided === undefined) throw new Error('a stored pipeline is listed');
  return decided;
}

async function requireProduct(db: Db, key: string | null): Promise<void> {
  if (key === null) return;
  const product = await db.selectFrom('products').select('key').where('key', '=', key).executeTakeFirst();
  if (product === undefined) throw validationError(`Продукта «${key}» нет`);
}
