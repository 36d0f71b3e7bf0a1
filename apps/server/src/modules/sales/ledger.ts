import type { Transaction } from 'kysely';
import type { Schema } from '../../platform/database/index.ts';
import { holdRules, type RuleBook } from '../attribution/index.ts';
import type { Academy } from '../settings/index.ts';
import type { Veil } from '../people/index.ts';
import type { World } from './replay-facts.ts';

/** A sale that was not there before, as the notice needs it. */
export type NewSale = { saleId: string; leadId: string; saleDate: Date };

/** A lead that was not there before, as the notice needs it: the landing page's own id. */
export type NewLead = { leadId: string; createdAt: Date };

/** What the ledger is written with: the school, the rules in force, and who wants to know of new sales. */
export type Ledger = {
  academy: Academy;
  world: World;
  rules: RuleBook;
  now: Date;
  /** Knows erased people again. */
  veil: Veil;
  /** Whether the CRM can be asked for buyers and closing times. */
  enrich: boolean;
  /** Called inside the transaction that creates sales; with none, too. */
  announce(trx: Transaction<Schema>, sales: NewSale[]): Promise<void>;
  /** Called inside the transaction that records leads. */
  announceLeads(trx: Transaction<Schema>, leads: NewLead[]): Promise<void>;
};

/** A ledger for one piece of work; `announce` may do nothing, as when importing history. */
export function createLedger(options: Omit<Ledger, 'world'>): Ledger {
  const { wonStatusId, lostStatusId, productByPipeline, otherProduct } = options.academy;
  return {
    ...options,
    world: {
      wonStatusId,
      lostStatusId,
      productOf: (pipelineId) =>
        (pipelineId === null ? undefined : productByPipeline.get(pipelineId)) ?? otherProduct,
    },
  };
}

/**
 * The ledger with the rules in force, which stay so until the caller's transaction ends: the first thing in
 * every transaction that decides teams, before it locks anything.
 */
export async function holdLedger(trx: Transaction<Schema>, ledger: Ledger): Promise<Ledger> {
  return { ...ledger, rules: await holdRules(trx, ledger.rules) };
}
