import type { MergesResponse } from '@traffic/contract';
import type { z } from 'zod';
import type { Db } from '../../platform/database/index.ts';

type Merge = z.infer<typeof MergesResponse>['merges'][number];

/** Persons that became one, the newest first; before the id `cursor`. */
export async function listMerges(
  db: Db,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ merges: Merge[]; next_cursor: string | null }> {
  const rows = await db
    .selectFrom('person_merges')
    .selectAll()
    .$if(cursor !== undefined, (query) => query.where('id', '<', cursor ?? ''))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const page = rows.slice(0, limit);
  return {
    merges: page.map((row) => ({
      id: row.id,
      at: row.at.toISOString(),
      into_person_id: row.into_person_id,
      from_person_id: row.from_person_id,
      from_origins: row.from_origins,
      undone_at: row.undone_at?.toISOString() ?? null,
      undone_by: row.undone_by,
    })),
    next_cursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  };
}
