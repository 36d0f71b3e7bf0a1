import { createHash } from 'node:crypto';
import type { LeadFact } from '../../integrations/amocrm/index.ts';

/** A fact about a deal and how we came to know it: by a delivery, or by reading the CRM (no delivery). */
export type DealFact = { fact: LeadFact; receivedAt: Date; deliveryId: string | null };

/**
 * Whether a fact carries the CRM's version (updated_at). A Digital Pipeline hook has none. A deletion has
 * none either, and a restored deal keeps the version it had: both are dated by their arrival.
 */
export function hasVersion({ fact }: DealFact): boolean {
  return fact.updatedAt !== null && fact.action !== 'delete' && fact.action !== 'restore';
}

/** When the fact happened, as well as we know: the CRM's version, else the arrival. */
export function happenedAt(entry: DealFact): Date {
  return hasVersion(entry) && entry.fact.updatedAt !== null ? entry.fact.updatedAt : entry.receivedAt;
}

/** Whether it is a reading of the deal by REST: complete, and true at the moment of the reading. */
export function isReading({ fact }: DealFact): boolean {
  return fact.action === 'read';
}

/**
 * What makes two facts one: the same content, whatever action or delivery brought it. Without a version only
 * the same arrival is the same fact, as when a delivery is processed again: a deal may well be deleted twice.
 */
export function factKey(entry: DealFact): Buffer {
  const { action, accountId: _accountId, oldStatusId: _oldStatusId, ...said } = entry.fact;
  const kind = action === 'read' || action === 'restore' ? action : 'hook';
  const arrival = hasVersion(entry) ? null : entry.receivedAt;
  return createHash('sha256')
    .update(JSON.stringify([kind, arrival, said]))
    .digest();
}
