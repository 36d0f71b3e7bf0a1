import type { Academy } from '../world/academy.ts';
import { carriedUsdRate } from '../world/rates.ts';
import { salesOf } from '../world/sales.ts';
import type { World } from '../world/world.ts';

/** What the pixel saw of an ad on a day. */
export interface Conversions {
  leads: number;
  purchases: number;
  valueUsd: number;
}

const NONE: Conversions = { leads: 0, purchases: 0, valueUsd: 0 };
const cache = new WeakMap<World, { version: number; byAdDay: Map<string, Conversions> }>();

/** Leads and purchases of the ad as its pixel reports them on that day; purchases only where the deal kept the ad's UTM. */
export function conversionsOf(academy: Academy, adId: string, day: string): Conversions {
  const { world } = academy;
  let cached = cache.get(world);
  if (cached?.version !== world.version) {
    cached = { version: world.version, byAdDay: index(academy) };
    cache.set(world, cached);
  }
  return cached.byAdDay.get(`${adId}|${day}`) ?? NONE;
}

function index(academy: Academy): Map<string, Conversions> {
  const { dayOf } = academy.calendar;
  const byAdDay = new Map<string, Conversions>();
  const add = (adId: string | null, day: string, part: Conversions): void => {
    if (adId === null) return;
    const known = byAdDay.get(`${adId}|${day}`) ?? NONE;
    byAdDay.set(`${adId}|${day}`, {
      leads: known.leads + part.leads,
      purchases: known.purchases + part.purchases,
      valueUsd: known.valueUsd + part.valueUsd,
    });
  };
  for (const lead of academy.world.leads.values()) {
    add(lead.touch.adId, dayOf(lead.atMs), { leads: 1, purchases: 0, valueUsd: 0 });
  }
  for (const { deal, soldAtSec } of salesOf(academy)) {
    const day = dayOf(soldAtSec * 1000);
    const rate = Number(carriedUsdRate(academy.seed, day));
    add(deal.touch.adId, day, { leads: 0, purchases: 1, valueUsd: (deal.price ?? 0) / rate });
  }
  return byAdDay;
}
