import type { Transaction } from 'kysely';
import type { Schema } from '../../platform/database/index.ts';
import { recordDecisions, sameDecision } from '../attribution/index.ts';
import { lockDeals } from './deals-repo.ts';
import { decideTeams } from './decide-teams.ts';
import { holdLedger, type Ledger } from './ledger.ts';
import { creditSales, insertSaleEvents, loadSales } from './ledger-repo.ts';

/**
 * Decides the teams of these deals' sales again, as after their person or one of its touches became known. A
 * decision that says the same keeps the receipt it has.
 */
export async function recreditSales(
  trx: Transaction<Schema>,
  given: Ledger,
  leadIds: string[],
): Promise<void> {
  if (leadIds.length === 0) return;
  const ledger = await holdLedger(trx, given);
  const deals = await lockDeals(trx, leadIds);
  const questions = [...(await loadSales(trx, leadIds))].flatMap(([leadId, kinds]) => {
    const deal = deals.get(leadId);
    return deal === undefined ? [] : [...kinds.values()].map((sale) => ({ deal, sale }));
  });
  const decisions = await decideTeams(trx, ledger, questions);
  const moved = questions.flatMap(({ sale }, index) => {
    const decision = decisions[index];
    return decision === undefined || sameDecision(sale.attribution, decision) ? [] : [{ sale, decision }];
  });
  const receipts = await recordDecisions(
    trx,
    ledger.rules,
    moved.map(({ decision }) => decision),
    ledger.now,
  );
  await creditSales(
    trx,
    moved.map(({ sale, decision }, index) => ({
      saleId: sale.id,
      decision,
      attributionId: receipts[index] ?? '',
    })),
  );
  await insertSaleEvents(
    trx,
    moved.map(({ sale, decision }) => ({
      saleId: sale.id,
      kind: 'credited',
      at: ledger.now,
      details: { from_team: sale.attribution.teamId, to_team: decision.teamId, basis: decision.basis },
      deliveryId: null,
    })),
  );
}
