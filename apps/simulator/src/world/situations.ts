import { dayNumber } from './calendar.ts';

/** Troubles a school can be given, each known by where its figures stop being those of a steady one. */
export const SITUATION_KINDS = [
  'dying_creative',
  'untagged_campaign',
  'broken_landing',
  'dear_auction',
  'dear_leads',
  'slow_sales',
  'dear_sales',
  'barren_campaign',
  'uneven_budget',
  'stopped_ads',
  'untagged_leads',
  'budget_surge',
] as const;
export type SituationKind = (typeof SITUATION_KINDS)[number];

/** What is planted: each on one team. Unless `lively`, any situations (also none, `quiet`) make every team alike and steady. */
export interface Situations {
  planted: readonly { kind: SituationKind; team: string }[];
  /** Planted into the school of the demonstration as it is: its teams stay as different as they are. */
  lively: boolean;
  /** The business day of the anchor: effects count back from it, and go on after it. */
  anchorDay: string;
}

/** How a team's day differs from a steady one. */
export interface DayEffects {
  spend: number;
  cpm: number;
  ctr: number;
  leads: number;
  sales: number;
  /** Leads a day that nobody's ad brought. */
  strangers: number;
}

const STEADY: DayEffects = { spend: 1, cpm: 1, ctr: 1, leads: 1, sales: 1, strangers: 0 };

/** Since how many days before the anchor, and what then. What is about single ads stands in `adEffects`. */
const OF_TEAM: Partial<Record<SituationKind, { days: number; effect: Partial<DayEffects> }>> = {
  broken_landing: { days: 7, effect: { leads: 0.4 } },
  dear_auction: { days: 7, effect: { cpm: 1.8, leads: 0.6 } },
  dear_leads: { days: 7, effect: { cpm: 1.12, ctr: 0.9, leads: 0.64 } },
  slow_sales: { days: 16, effect: { sales: 0.12 } },
  dear_sales: { days: 11, effect: { leads: 0.95, sales: 0.45 } },
  stopped_ads: { days: 3, effect: { spend: 0, leads: 0.1 } },
  untagged_leads: { days: 7, effect: { strangers: 9 } },
  budget_surge: { days: 9, effect: { spend: 2.2, leads: 2.2, sales: 1.1 } },
};
const DYING_DAYS = 7;
const UNTAGGED_DAYS = 16;

const ageOf = (situations: Situations, day: string): number =>
  dayNumber(situations.anchorDay) - dayNumber(day);

const kindsOf = (situations: Situations | null, team: string): SituationKind[] =>
  (situations?.planted ?? []).filter((one) => one.team === team).map(({ kind }) => kind);

/** The day of a team as its situations make it. */
export function dayEffects(situations: Situations | null, team: string, day: string): DayEffects {
  if (situations === null) return STEADY;
  const age = ageOf(situations, day);
  return kindsOf(situations, team)
    .map((kind) => OF_TEAM[kind])
    .filter((one) => one !== undefined && age <= one.days)
    .reduce((sum: DayEffects, one) => ({ ...sum, ...one?.effect }), STEADY);
}

/** How one ad of the team (by its place in the plan) differs: whether people click it and where its budget goes. */
export function adEffects(situations: Situations | null, team: string, index: number, day: string) {
  const kinds = kindsOf(situations, team);
  const dying =
    situations !== null &&
    index === 0 &&
    kinds.includes('dying_creative') &&
    ageOf(situations, day) <= DYING_DAYS;
  // Ads of a team alternate between its two campaigns.
  const fed = kinds.includes('uneven_budget') && index % 2 === 0;
  return { ctr: dying ? 0.35 : 1, weight: fed ? 5 : 1 };
}

/** Whether links of the team's second campaign carry no tags on that day. */
export function losesTags(situations: Situations | null, team: string, day: string): boolean {
  if (situations === null || ageOf(situations, day) > UNTAGGED_DAYS) return false;
  return kindsOf(situations, team).includes('untagged_campaign');
}

/** Whether people of the team's second campaign never buy. */
export const isBarren = (situations: Situations | null, team: string): boolean =>
  kindsOf(situations, team).includes('barren_campaign');

/**
 * `quiet`, or `kind:team` by comma, after `lively,` in a school that is not steady. Throws for an unknown kind.
 * @returns null without any
 */
export function parseSituations(text: string | undefined): Omit<Situations, 'anchorDay'> | null {
  if (text === undefined || text === '') return null;
  if (text === 'quiet') return { planted: [], lively: false };
  const lively = text.startsWith('lively,');
  const planted = (lively ? text.slice('lively,'.length) : text).split(',').map((entry) => {
    const [name = '', team = ''] = entry.trim().split(':');
    const kind = SITUATION_KINDS.find((one) => one === name);
    if (kind === undefined || team === '') throw new Error(`no such situation: ${entry} (kind:team)`);
    return { kind, team };
  });
  return { planted, lively };
}
