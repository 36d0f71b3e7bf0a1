import { type AccountTraits, traitsOf } from './account-traits.ts';
import { type Calendar, createCalendar } from './calendar.ts';
import { planTeams, type TeamPlan } from './campaigns.ts';
import { buildPools, type PoolRules, type Pools } from './pools.ts';
import { chainOf, type Preset, type Product } from './preset.ts';
import type { Situations } from './situations.ts';
import { disputedWords } from './touches.ts';
import { World } from './world.ts';

/** Everything the simulated school is: its plan (fixed by seed and preset) and what happened (the world). */
export interface Academy {
  seed: number;
  preset: Preset;
  calendar: Calendar;
  plans: readonly TeamPlan[];
  /** How each ad account counts, by its id. */
  accounts: ReadonlyMap<string, AccountTraits>;
  world: World;
  pools: Pools;
  rules: PoolRules;
  entry: Product;
  main: Product;
  disputed: readonly string[];
  /** Planted troubles; null = the lively school of the demonstration. */
  situations: Situations | null;
  /** Spend that was ordered by the control API: cents of the account's money by `team day`. */
  orderedSpend: Map<string, number>;
}

/** Opens a school in which nothing has happened yet; `varied` as in `traitsOf`. */
export function openAcademy(
  seed: number,
  preset: Preset,
  varied = false,
  situations: Situations | null = null,
): Academy {
  const world = new World();
  const { entry, main } = chainOf(preset);
  const rules = {
    entryPipeline: entry.pipeline_id,
    mainPipeline: main.pipeline_id,
    wonStatus: preset.amocrm.won_status_id,
    lostStatus: preset.amocrm.lost_status_id,
  };
  const plans = planTeams(seed, preset, varied, situations?.lively === false);
  const calendar = createCalendar(preset.academy.timezone);
  const disputed = disputedWords(plans);
  return {
    seed,
    preset,
    calendar,
    plans,
    accounts: traitsOf(preset, varied),
    world,
    pools: buildPools(world, rules),
    rules,
    entry,
    main,
    disputed,
    situations,
    orderedSpend: new Map(),
  };
}

/** The plan of a team by slug. */
export function planOf(academy: Academy, slug: string): TeamPlan | undefined {
  return academy.plans.find((plan) => plan.team.slug === slug);
}
