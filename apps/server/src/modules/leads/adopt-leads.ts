import type { Db } from '../../platform/database/index.ts';
import { holdRules } from '../attribution/index.ts';
import type { Ledger } from '../sales/index.ts';
import { recordLeads } from './intake-leads.ts';
import { unrecordedLeads } from './repo.ts';

const BATCH = 500;

/**
 * Takes in applications that somebody wrote straight into our `landing_leads`, as a landing page that shares the
 * database does. In batches, each in a transaction of its own; two processes share them out.
 *
 * @returns how many there were
 */
export async function adoptLeads(db: Db, ledger: () => Promise<Ledger>): Promise<number> {
  for (let adopted = 0; ; ) {
    const current = await ledger();
    const count = await db.transaction().execute(async (trx) => {
      const rules = await holdRules(trx, current.rules);
      const leads = await unrecordedLeads(trx, BATCH);
      if (leads.length > 0) await recordLeads(trx, { ...current, rules }, leads);
      return leads.length;
    });
    adopted += count;
    if (count < BATCH) return adopted;
  }
}
