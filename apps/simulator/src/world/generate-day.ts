import type { Academy } from './academy.ts';
import { weekdayFactor } from './ad-figures.ts';
import { dayNumber } from './calendar.ts';
import type { TeamPlan } from './campaigns.ts';
import { changeDeal, isOpen, openDeal } from './deals.ts';
import { firstStage, openStages } from './pipelines.ts';
import { createRng, type Rng } from './random.ts';
import { dayEffects } from './situations.ts';
import { recordCaller, recordLead, recordReturn, recordStranger } from './record-lead.ts';
import { openMainDeal, refundDeal, sellEntry, winDeal } from './record-sale.ts';
import { NO_TOUCH } from './touches.ts';

interface Happening {
  atMs: number;
  run(rng: Rng): void;
}

const HOUR_MS = 3_600_000;
const REFUND_WINDOW_SEC = 10 * 86_400;
const LOSES_INTEREST_SEC = 21 * 86_400;

/**
 * Lives one business day between two instants, in order of time. What is planned for a day depends on the seed and the day
 * only, so a day may be lived in parts (until the anchor, and later from it) and gives the same events.
 */
export function generateDay(academy: Academy, day: string, fromMs: number, untilMs: number): void {
  const happenings = [
    ...academy.plans.flatMap((plan) => planTeamDay(academy, plan, day)),
    ...planCallers(academy, day),
    ...planOtherPipelines(academy, day),
    ...planUpkeep(academy, day),
  ];
  happenings.sort((a, b) => a.atMs - b.atMs);
  for (const [index, { atMs, run }] of happenings.entries()) {
    if (atMs >= fromMs && atMs < untilMs) run(createRng(academy.seed, 'happening', day, index));
  }
}

function planTeamDay(academy: Academy, plan: TeamPlan, day: string): Happening[] {
  const { slug } = plan.team;
  const rng = createRng(academy.seed, 'team-day', slug, day);
  const busy = weekdayFactor(day) * (1 + rng.normal() * 0.08);
  const { leads, entrySales } = plan.profile;
  const effects = dayEffects(academy.situations, slug, day);
  return [
    ...times(academy, day, poissonLike(effects.leads * leads * busy, rng), rng, (atMs, draw) => {
      if (!draw.chance(0.04) || !comesBack(academy, plan, atMs, draw)) recordLead(academy, plan, atMs, draw);
    }),
    ...times(academy, day, poissonLike(effects.sales * entrySales * busy, rng), rng, (atMs, draw) => {
      sellEntry(academy, slug, Math.floor(atMs / 1000), draw);
    }),
    ...times(academy, day, mainSalesOn(academy.seed, plan, day), rng, (atMs, draw) => {
      // Only a planted trouble draws a lot here: the days of the other schools stay what they were.
      if (effects.sales < 1 && !draw.chance(effects.sales)) return;
      const atSec = Math.floor(atMs / 1000);
      const deal = openMainDeal(academy, slug, atSec - draw.int(600, 20_000), draw);
      if (deal !== undefined) winDeal(academy, deal, academy.main, atSec, draw);
    }),
    ...times(academy, day, effects.strangers, rng, (atMs, draw) => {
      recordStranger(academy, atMs, draw);
    }),
  ];
}

/** A recent person of any other team clicks this team's ad. False when there is nobody. */
function comesBack(academy: Academy, plan: TeamPlan, atMs: number, rng: Rng): boolean {
  const others = [...academy.pools.prospects].filter(([team]) => team !== plan.team.slug && team !== '');
  const ids = others.length > 0 ? rng.pick(others)[1].slice(-200) : [];
  const deal = ids.length > 0 ? academy.world.deals.get(rng.pick(ids)) : undefined;
  if (deal === undefined || deal.createdAtSec * 1000 > atMs) return false;
  recordReturn(academy, academy.world.person(deal.personId), plan, atMs, rng);
  return true;
}

/**
 * Main sales are few and dear, so they decide who earns: a fixed number in every 30 days on random days keeps each team's
 * profit near its profile, which independent days would not.
 */
function mainSalesOn(seed: number, plan: TeamPlan, day: string): number {
  const block = Math.floor(dayNumber(day) / 30);
  const upTo = (blocks: number): number => Math.floor(blocks * 30 * plan.profile.mainSales);
  const rng = createRng(seed, 'main-sales', plan.team.slug, block);
  const days = Array.from({ length: upTo(block + 1) - upTo(block) }, () => block * 30 + rng.int(0, 29));
  return days.filter((number) => number === dayNumber(day)).length;
}

function planCallers(academy: Academy, day: string): Happening[] {
  const rng = createRng(academy.seed, 'callers', day);
  return times(academy, day, poissonLike(1, rng), rng, (atMs, draw) => {
    recordCaller(academy, atMs - draw.int(60, 1800) * 1000, draw);
    if (draw.chance(0.5)) sellEntry(academy, '', Math.floor(atMs / 1000), draw);
  });
}

/** Deals of pipelines that are no product: a third is won, and must never count as a sale of a product. */
function planOtherPipelines(academy: Academy, day: string): Happening[] {
  const { other_pipelines: others } = academy.preset;
  const rng = createRng(academy.seed, 'other', day);
  if (others.length === 0) return [];
  return times(academy, day, poissonLike(3, rng), rng, (atMs, draw) => {
    const pipeline = draw.pick(others);
    const people = academy.world.people.size;
    if (people === 0) return;
    const atSec = Math.floor(atMs / 1000);
    const person = academy.world.person(draw.int(Math.max(1, people - 500), people));
    const deal = openDeal(academy, {
      personId: person.id,
      name: `${pipeline.name}: ${person.name}`,
      pipelineId: pipeline.pipeline_id,
      statusId: firstStage(academy, pipeline.pipeline_id),
      price: draw.int(1, 20) * 1000,
      touch: NO_TOUCH,
      atSec: atSec - draw.int(60, 3600),
    });
    if (draw.chance(0.33)) changeDeal(academy, deal, { statusId: academy.rules.wonStatus }, atSec);
  });
}

/** What managers do all day: move open deals on, give up on old ones, open main deals that go nowhere, refund. */
function planUpkeep(academy: Academy, day: string): Happening[] {
  const rng = createRng(academy.seed, 'upkeep', day);
  return [
    ...times(academy, day, 24, rng, (_, draw, atSec) => advanceSomebody(academy, atSec, draw)),
    ...times(academy, day, 40, rng, (_, draw, atSec) => giveUpOnSomebody(academy, atSec, draw)),
    ...times(academy, day, poissonLike(0.31, rng), rng, (_, draw, atSec) =>
      refundSomebody(academy, atSec, draw),
    ),
  ];
}

function advanceSomebody(academy: Academy, atSec: number, rng: Rng): void {
  const pools = [...academy.pools.prospects.values()].filter((pool) => pool.length > 0);
  if (pools.length === 0) return;
  const deal = academy.world.deals.get(rng.pick(rng.pick(pools).slice(-80)));
  if (deal === undefined || !isOpen(academy, deal) || deal.updatedAtSec > atSec) return;
  const stages = openStages(academy, deal.pipelineId);
  const next = stages[stages.findIndex((stage) => stage.id === deal.statusId) + 1];
  if (next !== undefined) changeDeal(academy, deal, { statusId: next.id }, atSec);
}

function giveUpOnSomebody(academy: Academy, atSec: number, rng: Rng): void {
  for (const pool of academy.pools.prospects.values()) {
    const deal = academy.world.deals.get(pool[0] ?? 0);
    if (deal === undefined || deal.updatedAtSec > atSec - LOSES_INTEREST_SEC || rng.chance(0.4)) continue;
    pool.shift();
    if (isOpen(academy, deal)) changeDeal(academy, deal, { statusId: academy.rules.lostStatus }, atSec);
  }
}

function refundSomebody(academy: Academy, atSec: number, rng: Rng): void {
  const { won } = academy.pools;
  while (
    won.length > 0 &&
    (academy.world.deals.get(won[0] ?? 0)?.updatedAtSec ?? 0) < atSec - REFUND_WINDOW_SEC
  ) {
    won.shift();
  }
  if (won.length === 0) return;
  const deal = academy.world.deals.get(rng.pick(won));
  if (deal !== undefined && deal.updatedAtSec < atSec - 3600) refundDeal(academy, deal, atSec, rng);
}

function times(
  academy: Academy,
  day: string,
  count: number,
  rng: Rng,
  run: (atMs: number, draw: Rng, atSec: number) => void,
): Happening[] {
  const start = academy.calendar.startOf(day);
  return Array.from({ length: count }, () => {
    const atMs = start + Math.round(hourOfDay(rng) * HOUR_MS);
    return { atMs, run: (draw: Rng) => run(atMs, draw, Math.floor(atMs / 1000)) };
  });
}

/** People apply mostly between 10 and 23 o'clock, most of all in the evening. */
function hourOfDay(rng: Rng): number {
  const part = rng.weighted({ night: 6, morning: 18, day: 34, evening: 42 });
  const [first, length] = { night: [0, 7], morning: [7, 5], day: [12, 6], evening: [18, 5.9] }[part] as [
    number,
    number,
  ];
  return first + rng.next() * length;
}

/** A whole number with this mean and a deviation like that of independent arrivals. */
function poissonLike(mean: number, rng: Rng): number {
  return Math.max(0, Math.floor(mean + rng.normal() * Math.sqrt(mean) * 0.7 + rng.next()));
}
