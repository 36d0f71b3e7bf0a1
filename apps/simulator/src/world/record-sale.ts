import type { Academy } from './academy.ts';
import { changeDeal, isOpen, isWon, openDeal } from './deals.ts';
import { firstStage, openStages } from './pipelines.ts';
import { poolOf, takeRecent } from './pools.ts';
import type { Product } from './preset.ts';
import type { Rng } from './random.ts';
import { isBarren } from './situations.ts';
import { macroTouch, NO_TOUCH, ownedTouch } from './touches.ts';
import type { Deal, Person, Touch } from './types.ts';

/** Takes an open entry deal of the team that exists at that time out of the pool; undefined when nobody is left. */
export function takeProspect(academy: Academy, team: string, atSec: number, rng: Rng): Deal | undefined {
  const pool = poolOf(academy.pools.prospects, team);
  for (let id = takeRecent(pool, 25, rng); id !== undefined; id = takeRecent(pool, 25, rng)) {
    const deal = academy.world.deals.get(id);
    if (
      deal !== undefined &&
      isOpen(academy, deal) &&
      deal.createdAtSec <= atSec &&
      buys(academy, team, deal)
    )
      return deal;
  }
  return undefined;
}

/** People of a barren campaign leave the pool without buying. */
function buys(academy: Academy, team: string, deal: Deal): boolean {
  if (!isBarren(academy.situations, team)) return true;
  const clicked = deal.touch.adId ?? academy.world.leadsOf(deal.personId)[0]?.touch.adId ?? null;
  const ads = academy.plans.find((plan) => plan.team.slug === team)?.ads ?? [];
  return ads.findIndex(({ id }) => id === clicked) % 2 !== 1;
}

/** Sells the entry product to somebody of the team's open deals; undefined when nobody is left to sell to. */
export function sellEntry(academy: Academy, team: string, atSec: number, rng: Rng): Deal | undefined {
  const deal = takeProspect(academy, team, atSec, rng);
  return deal && winDeal(academy, deal, academy.entry, atSec, rng);
}

/** The deal in which a graduate is about to buy the main product, still open; undefined when the team has no graduates. */
export function openMainDeal(academy: Academy, team: string, atSec: number, rng: Rng): Deal | undefined {
  const personId = takeRecent(poolOf(academy.pools.graduates, team), 12, rng);
  if (personId === undefined) return undefined;
  const pipelineId = academy.main.pipeline_id;
  const graduatedSec = Math.max(...academy.world.dealsOf(personId).map((deal) => deal.updatedAtSec));
  return openDeal(academy, {
    personId,
    name: `${academy.main.name}: ${academy.world.person(personId).name}`,
    pipelineId,
    statusId: firstStage(academy, pipelineId),
    price: academy.main.expected_price,
    touch: mainTouch(academy, academy.world.person(personId), rng),
    atSec: Math.max(atSec, graduatedSec + 1),
  });
}

/** Wins an open deal. The price is the expected one but for a rare discount or an empty field. */
export function winDeal(academy: Academy, deal: Deal, product: Product, atSec: number, rng: Rng): Deal {
  return changeDeal(
    academy,
    deal,
    { statusId: academy.rules.wonStatus, price: paidPrice(product, rng) },
    atSec,
  );
}

/** Gives the money back: the deal goes to lost, or (one of four) back to an open stage. Undefined unless it is won. */
export function refundDeal(academy: Academy, deal: Deal, atSec: number, rng: Rng): Deal | undefined {
  if (!isWon(academy, deal)) return undefined;
  const reopened = openStages(academy, deal.pipelineId).at(-1)?.id ?? academy.rules.lostStatus;
  return changeDeal(
    academy,
    deal,
    { statusId: rng.chance(0.75) ? academy.rules.lostStatus : reopened },
    atSec,
  );
}

function paidPrice(product: Product, rng: Rng): number | null {
  const kind = rng.weighted({ expected: 97, discount: 2, empty: 1 });
  if (kind === 'empty') return null;
  return kind === 'discount' ? Math.round(product.expected_price * 0.9) : product.expected_price;
}

/** Managers open main deals by hand: many have no UTM, some got the e-mail's, most have a copy of the first deal's. */
function mainTouch(academy: Academy, person: Person, rng: Rng): Touch {
  const fate = rng.weighted({ copy: 68, none: 24, owned: 7, macro: 1 });
  if (fate === 'none') return NO_TOUCH;
  if (fate === 'owned') return ownedTouch(academy.preset.owned_utm_sources, rng);
  if (fate === 'macro') return macroTouch();
  return academy.world.dealsOf(person.id)[0]?.touch ?? NO_TOUCH;
}
