import type { World } from './world.ts';
import type { Deal } from './types.ts';
import type { Rng } from './random.ts';

/** Who may buy next. Kept as ids by team ('' = no team); rebuilt from the world, so nothing of it has to be stored. */
export interface Pools {
  /** Open deals of the entry product, oldest first. */
  prospects: Map<string, number[]>;
  /** People who bought the entry product and not the main one, oldest first. */
  graduates: Map<string, number[]>;
  /** Deals won lately: they can be refunded. */
  won: number[];
}

export interface PoolRules {
  entryPipeline: number;
  mainPipeline: number;
  wonStatus: number;
  lostStatus: number;
}

/** Rebuilds the pools from what exists. */
export function buildPools(world: World, rules: PoolRules): Pools {
  const pools: Pools = { prospects: new Map(), graduates: new Map(), won: [] };
  for (const deal of world.deals.values()) noteDeal(pools, world, rules, deal);
  return pools;
}

/** Puts a deal where it belongs: call it once when a deal appears and once when it is won. */
export function noteDeal(pools: Pools, world: World, rules: PoolRules, deal: Deal): void {
  if (deal.deleted) return;
  if (deal.statusId === rules.wonStatus) pools.won.push(deal.id);
  if (deal.pipelineId !== rules.entryPipeline) return;
  const team = teamOf(world, deal);
  if (deal.statusId === rules.wonStatus) {
    const boughtMain = world.dealsOf(deal.personId).some((other) => other.pipelineId === rules.mainPipeline);
    if (!boughtMain && deal.touch.kind !== 'conflict') poolOf(pools.graduates, team).push(deal.personId);
  } else if (deal.statusId !== rules.lostStatus) {
    poolOf(pools.prospects, team).push(deal.id);
  }
}

/** The list of a team, created when missing. */
export function poolOf(pools: Map<string, number[]>, team: string): number[] {
  const known = pools.get(team);
  if (known !== undefined) return known;
  const created: number[] = [];
  pools.set(team, created);
  return created;
}

/** Takes one out, mostly a recent one: half of all buyers are among the newest `halfLife`. */
export function takeRecent(pool: number[], halfLife: number, rng: Rng): number | undefined {
  const back = Math.floor(-Math.log2(1 - rng.next()) * halfLife);
  return pool.splice(Math.max(0, pool.length - 1 - back), 1)[0];
}

/** The team whose ad brought the person in, '' when none did. */
function teamOf(world: World, deal: Deal): string {
  return (
    deal.touch.team ?? world.leadsOf(deal.personId).find((lead) => lead.touch.team !== null)?.touch.team ?? ''
  );
}
