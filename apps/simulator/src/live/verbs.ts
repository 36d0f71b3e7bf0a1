import type { HookEvent } from '../amocrm/hook-body.ts';
import type { Academy } from '../world/academy.ts';
import { planOf } from '../world/academy.ts';
import type { TeamPlan } from '../world/campaigns.ts';
import { changeDeal, type DealChange } from '../world/deals.ts';
import type { Product } from '../world/preset.ts';
import type { Rng } from '../world/random.ts';
import { type NewApplication, recordLead } from '../world/record-lead.ts';
import { openMainDeal, refundDeal, takeProspect } from '../world/record-sale.ts';
import type { Deal, LandingLead } from '../world/types.ts';

/** The effects of something that happens now: what the landing page and AmoCRM tell the world. */
export interface Effects {
  landing(leads: readonly LandingLead[]): void;
  hook(event: HookEvent): number | null;
}

/** A ProfTest lead now: the landing page sends it, AmoCRM says that a deal was added. */
export function leadNow(
  academy: Academy,
  plan: TeamPlan,
  nowMs: number,
  rng: Rng,
  effects: Effects,
): NewApplication {
  const application = recordLead(academy, plan, nowMs, rng);
  effects.landing(application.leads);
  effects.hook({ action: 'add', deal: application.deal });
  return application;
}

/** Changes a deal and tells AmoCRM's subscribers: `status` when it moved, `delete`, else `update`. */
export function changeNow(
  academy: Academy,
  before: Deal,
  change: DealChange,
  nowMs: number,
  effects: Effects,
): { deal: Deal; hookId: number | null } {
  const deal = changeDeal(academy, before, change, Math.floor(nowMs / 1000));
  return { deal, hookId: announce(before, deal, effects) };
}

/** A sale of the product in the team now; undefined when nobody of the team can buy it. `amount` undefined = as usual. */
export function saleNow(
  academy: Academy,
  wanted: {
    team: string;
    product: Product;
    amount?: number | null | undefined;
    touch?: Deal['touch'] | undefined;
  },
  nowMs: number,
  rng: Rng,
  effects: Effects,
): { deal: Deal; hookId: number | null } | undefined {
  const before = buyerDeal(academy, wanted, nowMs, rng, effects);
  if (before === undefined) return undefined;
  const usual = rng.chance(0.98) ? wanted.product.expected_price : null;
  const change: DealChange = {
    statusId: academy.rules.wonStatus,
    price: wanted.amount === undefined ? usual : wanted.amount,
    ...(wanted.touch !== undefined && { touch: wanted.touch }),
  };
  return changeNow(academy, before, change, nowMs, effects);
}

/** An open deal of somebody who is about to buy; applications and entry sales are made up on the spot when there are none. */
function buyerDeal(
  academy: Academy,
  { team, product }: { team: string; product: Product },
  nowMs: number,
  rng: Rng,
  effects: Effects,
): Deal | undefined {
  const atSec = Math.floor(nowMs / 1000);
  const plan = planOf(academy, team);
  if (product.key === academy.main.key && product.key !== academy.entry.key) {
    const deal =
      openMainDeal(academy, team, atSec - 60, rng) ??
      (saleNow(academy, { team, product: academy.entry }, nowMs, rng, effects) &&
        openMainDeal(academy, team, atSec, rng));
    if (deal !== undefined) effects.hook({ action: 'add', deal });
    return deal;
  }
  return (
    takeProspect(academy, team, atSec, rng) ?? (plan && leadNow(academy, plan, nowMs, rng, effects).deal)
  );
}

/** Gives the money of a deal back now; undefined unless it is won. */
export function refundNow(
  academy: Academy,
  before: Deal,
  nowMs: number,
  rng: Rng,
  effects: Effects,
): { deal: Deal; hookId: number | null } | undefined {
  const deal = refundDeal(academy, before, Math.floor(nowMs / 1000), rng);
  return deal && { deal, hookId: announce(before, deal, effects) };
}

function announce(before: Deal, deal: Deal, effects: Effects): number | null {
  if (deal.deleted && !before.deleted) return effects.hook({ action: 'delete', deal });
  if (deal.statusId === before.statusId && deal.pipelineId === before.pipelineId) {
    return effects.hook({ action: 'update', deal });
  }
  const { statusId: oldStatusId, pipelineId: oldPipelineId } = before;
  return effects.hook({ action: 'status', deal, oldStatusId, oldPipelineId });
}
