import type { Transaction } from 'kysely';
import { isHookProblem, parseHook, readHookLead } from '../../integrations/amocrm/index.ts';
import type { Schema } from '../../platform/database/index.ts';
import type { ClaimedDelivery, Outcome } from '../inbox/index.ts';
import type { Ledger } from './ledger.ts';
import type { DealFact } from './deal-fact.ts';
import { erasedDeals } from './erase-deals.ts';
import { recordDealFacts } from './record-deal-facts.ts';

/**
 * The effect of webhook deliveries: parses each, checks the account, and applies all facts of the batch in
 * the order of arrival. Says an outcome for every delivery; content never makes a delivery fail.
 *
 * @param accountId the school's AmoCRM account; null = not configured, any account is accepted
 */
export async function handleDeliveries(
  trx: Transaction<Schema>,
  ledger: Ledger,
  accountId: string | null,
  deliveries: ClaimedDelivery[],
): Promise<Map<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  const read = new Map<string, DealFact[]>();
  for (const delivery of deliveries) {
    const answer = readDelivery(delivery, ledger, accountId);
    if ('state' in answer) outcomes.set(delivery.id, answer);
    else read.set(delivery.id, answer.facts);
  }
  const changed = await recordDealFacts(trx, ledger, [...read.values()].flat());
  const leadIds = [...read.values()].flat().map(({ fact }) => fact.leadId);
  const erased = await erasedDeals(trx, [...new Set(leadIds)]);
  for (const [deliveryId, facts] of read) {
    const touched = facts.filter(({ fact }) => changed.has(fact.leadId)).length;
    const outcome = `deals: ${facts.length}, changed: ${touched}`;
    const forgetBody = facts.some(({ fact }) => erased.has(fact.leadId));
    outcomes.set(deliveryId, { state: 'processed', outcome, ...(forgetBody ? { forgetBody } : {}) });
  }
  return outcomes;
}

function readDelivery(
  delivery: ClaimedDelivery,
  ledger: Ledger,
  accountId: string | null,
): Outcome | { facts: DealFact[] } {
  const events = parseHook(delivery.body);
  if (isHookProblem(events))
    return { state: 'quarantined', outcome: `${events.problem}: ${events.message}`.slice(0, 500) };
  const foreign = events.find((event) => event.accountId !== null && event.accountId !== accountId);
  if (accountId !== null && foreign !== undefined)
    return { state: 'quarantined', outcome: `foreign account ${String(foreign.accountId).slice(0, 40)}` };
  const facts = events.flatMap((event) => {
    const fact = readHookLead(event, ledger.academy.utmFieldIds);
    return fact === null ? [] : [{ fact, receivedAt: delivery.receivedAt, deliveryId: delivery.id }];
  });
  if (facts.length > 0) return { facts };
  const kinds = [...new Set(events.map((event) => `${event.entity}.${event.action}`))];
  return {
    state: 'ignored',
    outcome: kinds.length > 0 ? `no deals in it: ${kinds.join(', ')}`.slice(0, 500) : 'no events in it',
  };
}
