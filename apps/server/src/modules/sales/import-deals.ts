import { z } from 'zod';
import type { AmocrmClient, LeadFact } from '../../integrations/amocrm/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import type { ReportProgress } from '../operations/index.ts';
import type { Ledger } from './ledger.ts';
import { recordReadDeals } from './read-deals.ts';

const PAGE = 250;
const Cursor = z.object({ page: z.number().int().positive(), read: z.number().int().nonnegative() });
type Cursor = z.infer<typeof Cursor>;

type Deps = { db: Db; clock: Clock; amocrm: AmocrmClient; ledger: () => Promise<Ledger> };

/**
 * Reads all won deals of the known pipelines page by page, through the same path as hooks. Running it again changes
 * nothing; one that was stopped in the middle goes on where it was, a page earlier, because the CRM's pages may
 * have shifted meanwhile.
 *
 * @param from only deals that changed since; null reads all history
 * @returns how many deals were read, in all runs together
 */
export async function importDeals(
  deps: Deps,
  from: Date | null,
  report: ReportProgress,
): Promise<{ read: number }> {
  const key = `amocrm_import:${from?.toISOString() ?? 'all'}`;
  const { world, academy } = await deps.ledger();
  const statuses = academy.pipelineIds.map((pipelineId) => ({ pipelineId, statusId: world.wonStatusId }));
  const start = await readCursor(deps.db, key);
  let { page, read } = start;
  const filters = { statuses, ...(from === null ? {} : { updatedFrom: from }) };
  let facts: LeadFact[] = [];
  let readAt = deps.clock.now();
  const flush = async () => {
    await recordReadDeals(deps, await deps.ledger(), facts, readAt);
    read += facts.length;
    facts = [];
    readAt = deps.clock.now();
    await saveCursor(deps.db, key, { page, read }, readAt);
    await report({ done: read, total: null, note: 'import' });
    page += 1;
  };
  for await (const fact of deps.amocrm.listLeads({ filters, withContacts: true, fromPage: page })) {
    facts.push(fact);
    if (facts.length === PAGE) await flush();
  }
  if (facts.length > 0) await flush();
  await deps.db.deleteFrom('settings').where('key', '=', key).execute();
  return { read };
}

async function readCursor(db: Db, key: string): Promise<Cursor> {
  const row = await db.selectFrom('settings').select('value').where('key', '=', key).executeTakeFirst();
  const stored = Cursor.safeParse(row?.value);
  return stored.success ? stored.data : { page: 1, read: 0 };
}

async function saveCursor(db: Db, key: string, cursor: Cursor, now: Date): Promise<void> {
  const value = JSON.stringify(cursor);
  await db
    .insertInto('settings')
    .values({ key, value, updated_at: now })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value, updated_at: now }))
    .execute();
}
