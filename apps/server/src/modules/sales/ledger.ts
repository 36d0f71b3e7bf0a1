import type { Transaction } from 'kysely';
import type { Schema } from '../../platform/database/index.ts';
import type { RuleBook } from '../attribution/index.ts';
import type { Academy, Product } from '../settings/index.ts';

/** A sale that was not there before, as the notice needs it. */
export type NewSale = { saleId: string; leadId: string; saleDate: Date; receivedAt: Date };

/** What the ledger is written with: the school, the rules in force, and who wants to know of new sales. */
export type Ledger = {
  academy: Academy;
  rules: RuleBook;
  now: Date;
  /** Whether the CRM can be asked for buyers and closing times. */
  enrich: boolean;
  productOf(pipelineId: number | null): Product;
  /** Called inside the transaction that creates a sale. */
  announce(trx: Transaction<Schema>, sale: NewSale): Promise<void>;
};

/** A ledger for one piece of work; `announce` may do nothing, as when importing history. */
export function createLedger(options: Omit<Ledger, 'productOf'>): Ledger {
  return {
    ...options,
    productOf: (pipelineId) =>
      (pipelineId === null ? undefined : options.academy.productByPipeline.get(pipelineId)) ??
      options.academy.otherProduct,
  };
}
