import { sql } from 'kysely';
import type { CrmPipeline } from '../../integrations/amocrm/index.ts';
import { type Db, inTransaction } from '../../platform/database/index.ts';

/** Writes the CRM's pipelines and stages as they are now; those it does not name any more go. */
export async function replacePipelines(db: Db, pipelines: CrmPipeline[], now: Date): Promise<void> {
  // An account always has a pipeline: an answer without any is no reason to forget their names.
  if (pipelines.length === 0) return;
  const rows = pipelines.map(({ id, name, archived }, position) => ({ id, name, archived, position }));
  const stages = pipelines.flatMap((pipeline) =>
    pipeline.stages.map(({ id, name }, position) => ({ pipeline_id: pipeline.id, id, name, position })),
  );
  await inTransaction(db, async (trx) => {
    await sql`
      insert into crm_pipelines (pipeline_id, name, position, archived, read_at)
      select id, name, position, archived, ${now}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as p (id bigint, name text, position int, archived boolean)
      order by id
      on conflict (pipeline_id) do update set name = excluded.name, position = excluded.position,
        archived = excluded.archived, read_at = excluded.read_at`.execute(trx);
    await sql`delete from crm_pipelines where pipeline_id <> all(${rows.map((row) => row.id)}::bigint[])`.execute(
      trx,
    );
    await sql`delete from crm_stages`.execute(trx);
    await sql`
      insert into crm_stages (pipeline_id, status_id, name, position)
      select pipeline_id, id, name, position from jsonb_to_recordset(${JSON.stringify(stages)}::jsonb) as s
        (pipeline_id bigint, id bigint, name text, position int)`.execute(trx);
  });
}

/** The stages of these pipelines as far as they are known. */
export async function stagesOf(
  db: Db,
  pipelineIds: readonly number[],
): Promise<{ pipelineId: number; statusId: number }[]> {
  const rows = await db
    .selectFrom('crm_stages')
    .select(['pipeline_id', 'status_id'])
    .where('pipeline_id', 'in', pipelineIds.length > 0 ? pipelineIds.map(String) : ['0'])
    .orderBy('pipeline_id')
    .orderBy('position')
    .execute();
  return rows.map((row) => ({ pipelineId: Number(row.pipeline_id), statusId: Number(row.status_id) }));
}
