import type { Db } from '../../platform/database/index.ts';
import { readLandingRow, refreshLandingStates } from '../landing/index.ts';
import { intakeLeads } from '../leads/index.ts';
import type { Ledger } from '../sales/index.ts';
import { refuse, type TableCount } from './count.ts';

/** Takes a page of old applications through the same intake as new ones: their people, teams and earlier sales follow. */
export async function importLeads(
  deps: { db: Db; ledger: () => Promise<Ledger>; now: Date },
  rows: Record<string, unknown>[],
  count: TableCount,
): Promise<void> {
  const leads: NonNullable<ReturnType<typeof readLandingRow>>[] = [];
  for (const row of rows) {
    const read = readLandingRow(row);
    if (read === null) refuse(count, 'no id or no readable time');
    else if (new Date(read.lead.created_at) > deps.now) refuse(count, 'dated in the future');
    else if (read.lead.phone === null && read.lead.email === null)
      refuse(count, 'neither phone nor e-mail: nobody to be counted');
    else leads.push(read);
  }
  if (leads.length === 0) return;
  const taken = await intakeLeads(
    deps.db,
    await deps.ledger(),
    leads.map(({ lead }) => lead),
  );
  count.written += taken.accepted;
  count.known += taken.duplicates;
  await refreshLandingStates(
    deps.db,
    leads.map(({ state }) => state),
  );
}
