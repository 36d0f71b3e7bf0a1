import type { Transaction } from 'kysely';
import type { Schema } from '../../platform/database/index.ts';
import { recordDecisions, sameDecision } from '../attribution/index.ts';
import { decideTeams } from './decide-teams.ts';
import type { Sale, SaleKind } from './decide-sale.ts';
import type { StoredDeal } from './fold-deal.ts';
import type { Ledger } from './ledger.ts';
import { deleteDerivedEvents, insertSaleEvents, type StoredSale, upsertSales } from './ledger-repo.ts';
import { projectSales } from './project-sales.ts';
import type { LedgerEvent } from './replay-facts.ts';

/** A row of the ledger as it shall be. */
export type SaleChange = {
  kind: SaleKind;
  deal: StoredDeal;
  before: StoredSale | null;
  sale: Sale;
  events: LedgerEvent[];
  /** The events are the row's whole history, not only what is new. */
  retold: boolean;
  /** When the hook came that brought the change; null when the CRM was read. */
  hookReceivedAt: Date | null;
};

/**
 * Writes rows of the ledger as they are now: the row, the receipt of its team, its history, the landing side's
 * copy, and a notice when it is new.
 */
export async function writeSales(
  trx: Transaction<Schema>,
  ledger: Ledger,
  changes: SaleChange[],
): Promise<void> {
  if (changes.length === 0) return;
  const decisions = await decideTeams(trx, ledger, changes);
  const credits = changes.map((change, index) => {
    const decision = decisions[index] ?? unreachable();
    const stands = change.before !== null && sameDecision(change.before.attribution, decision);
    return { ...change, decision, standing: stands ? change.before : null };
  });
  const moved = credits.filter((credit) => credit.standing === null);
  const receipts = await recordDecisions(
    trx,
    ledger.rules,
    moved.map((credit) => credit.decision),
    ledger.now,
  );
  const receiptOf = new Map(moved.map((credit, index) => [credit, receipts[index] ?? unreachable()]));
  const rows = credits.map((credit) => ({
    ...credit,
    attributionId: credit.standing?.attribution.id ?? receiptOf.get(credit) ?? unreachable(),
  }));
  const saleIds = await upsertSales(trx, rows, { zone: ledger.academy.timezone, now: ledger.now });
  const written = rows.map((row) => ({
    ...row,
    saleId: saleIds.get(`${row.deal.leadId} ${row.kind}`) ?? unreachable(),
  }));
  await deleteDerivedEvents(
    trx,
    written.filter((row) => row.retold).map((row) => row.saleId),
  );
  await insertSaleEvents(
    trx,
    written.flatMap((row) => eventsOf(row, ledger.now)),
  );
  await projectSales(
    trx,
    ledger.academy.ledgerTables,
    written.map((row) => ({ leadId: row.deal.leadId, hookReceivedAt: row.hookReceivedAt })),
  );
  await ledger.announce(
    trx,
    written
      .filter((row) => row.before === null && row.sale.reversedAt === null)
      .map((row) => ({ saleId: row.saleId, leadId: row.deal.leadId, saleDate: row.sale.saleDate })),
  );
}

type Written = SaleChange & {
  saleId: string;
  decision: { teamId: number | null; basis: string };
  standing: StoredSale | null;
};

function eventsOf({ saleId, events, before, standing, decision }: Written, now: Date) {
  const told = events.map(({ kind, at, details, deliveryId }) => ({ saleId, kind, at, details, deliveryId }));
  if (before === null || standing !== null) return told;
  const details = { from_team: before.attribution.teamId, to_team: decision.teamId, basis: decision.basis };
  return [...told, { saleId, kind: 'credited' as const, at: now, details, deliveryId: null }];
}

function unreachable(): never {
  throw new Error('each change has one decision, one receipt and one row');
}
