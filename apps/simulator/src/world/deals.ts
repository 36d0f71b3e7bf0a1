import type { Academy } from './academy.ts';
import { noteDeal } from './pools.ts';
import type { Deal, Touch } from './types.ts';

const FIRST_DEAL_ID = 41_000_001;

export interface NewDeal {
  personId: number;
  name: string;
  pipelineId: number;
  statusId: number;
  price: number | null;
  touch: Touch;
  atSec: number;
}

export interface DealChange {
  pipelineId?: number;
  statusId?: number;
  price?: number | null;
  touch?: Touch;
  deleted?: boolean;
}

/** Opens a deal in a stage that is not a closing one. */
export function openDeal(academy: Academy, deal: NewDeal): Deal {
  const { atSec, ...fields } = deal;
  const value: Deal = {
    id: FIRST_DEAL_ID + academy.world.deals.size,
    ...fields,
    createdAtSec: atSec,
    updatedAtSec: atSec,
    closedAtSec: null,
    deleted: false,
    moves: [{ atSec, pipelineId: deal.pipelineId, statusId: deal.statusId }],
  };
  academy.world.put({ type: 'deal', value });
  noteDeal(academy.pools, academy.world, academy.rules, value);
  return value;
}

/**
 * Changes a deal as a manager would: `closed_at` appears on entering won or lost and goes when the deal is reopened. Every
 * change is at least a second after the last one, so that `updated_at` orders them.
 */
export function changeDeal(academy: Academy, before: Deal, change: DealChange, atSec: number): Deal {
  const { wonStatus, lostStatus } = academy.rules;
  const value: Deal = { ...before, ...change, updatedAtSec: Math.max(atSec, before.updatedAtSec + 1) };
  const moved = value.statusId !== before.statusId || value.pipelineId !== before.pipelineId;
  if (moved) {
    const closed = value.statusId === wonStatus || value.statusId === lostStatus;
    value.closedAtSec = closed ? value.updatedAtSec : null;
    value.moves = [
      ...before.moves,
      { atSec: value.updatedAtSec, pipelineId: value.pipelineId, statusId: value.statusId },
    ];
  }
  academy.world.put({ type: 'deal', value });
  if (moved && value.statusId === wonStatus) noteDeal(academy.pools, academy.world, academy.rules, value);
  return value;
}

/** True while the deal is neither won, lost nor deleted. */
export function isOpen(academy: Academy, deal: Deal): boolean {
  const { wonStatus, lostStatus } = academy.rules;
  return !deal.deleted && deal.statusId !== wonStatus && deal.statusId !== lostStatus;
}

export function isWon(academy: Academy, deal: Deal): boolean {
  return !deal.deleted && deal.statusId === academy.rules.wonStatus;
}
