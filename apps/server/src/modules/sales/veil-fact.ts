import type { DealFact } from './deal-fact.ts';

/** A number as money or a count is written; a phone is longer, so none passes. */
const SMALL_NUMBER = /^\d{1,9}([.,]\d{1,2})?$/;

/**
 * A fact of an erased person's deal: no name, no contacts, of the custom fields only plain numbers (a sum paid in
 * advance is one). Stage, price, times and UTM stay, so the ledger is what it would have been. The same reduction in
 * SQL is `eraseDeals`.
 */
export function veilFact(entry: DealFact): DealFact {
  const { fact } = entry;
  const { utm } = fact;
  return {
    ...entry,
    fact: {
      ...fact,
      name: null,
      contactIds: null,
      customFields: fact.customFields.filter(({ values }) =>
        values.every((value) => SMALL_NUMBER.test(value)),
      ),
      utm: utm && { ...utm, fbclid: utm.fbclid === null ? null : 'erased' },
    },
  };
}
