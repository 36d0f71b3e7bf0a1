import type { Preset, PresetTeam } from './preset.ts';
import { type Profile, profileOf, STEADY_PROFILE } from './profiles.ts';
import { createRng } from './random.ts';

export interface Ad {
  id: string;
  name: string;
  adsetId: string;
  adsetName: string;
  campaignId: string;
  campaignName: string;
  /** With the `act_` prefix. */
  accountId: string;
  team: string;
  /** Share of the team's budget against its other ads. */
  weight: number;
  /** The ad delivers on one window of this many days, then rests; 0 = always on. */
  cycleDays: number;
  phase: number;
  /** Still in the reports, but in no list unless archived ones are asked for. */
  archived: boolean;
}

export interface TeamPlan {
  team: PresetTeam;
  profile: Profile;
  ads: readonly Ad[];
}

const CREATIVES = [
  'video_mentor',
  'static_price',
  'reels_story',
  'carousel_reviews',
  'video_cases',
  'static_quiz',
] as const;
const AUDIENCES = ['broad 18-45', 'lookalike 3%'] as const;

/**
 * The campaigns, ad sets and ads of every team: two campaigns, three to six ads, ids of 18 digits; when `varied`, the second
 * campaign of each is archived. `steady` teams are all alike, with four ads that always deliver.
 */
export function planTeams(seed: number, preset: Preset, varied: boolean, steady: boolean): TeamPlan[] {
  return preset.teams.map((team, index) => ({
    team,
    profile: steady ? STEADY_PROFILE : profileOf(index),
    ads: steady
      ? planAds(seed, team, varied, 4).map((ad) => ({ ...ad, weight: 1, cycleDays: 0 }))
      : planAds(seed, team, varied),
  }));
}

function planAds(seed: number, team: PresetTeam, varied: boolean, fixedCount?: number): Ad[] {
  const rng = createRng(seed, 'ads', team.slug);
  const tag = team.names[0] ?? team.slug;
  const campaigns = ['ProfTest', 'Express'].map((goal) => ({
    id: objectId(rng.digits(14)),
    name: `${tag} | ${goal} | KZ`,
  }));
  const drawn = rng.int(3, 6);
  const count = fixedCount ?? drawn;
  return Array.from({ length: count }, (_, index): Ad | undefined => {
    const campaign = campaigns[index % campaigns.length];
    const accountId = team.ad_accounts[index % team.ad_accounts.length];
    if (campaign === undefined || accountId === undefined) return undefined;
    return {
      id: objectId(rng.digits(14)),
      name: `${tag}_${String(index + 1).padStart(2, '0')}_${CREATIVES[index] ?? 'static'}`,
      adsetId: `${campaign.id.slice(0, 15)}${String(500 + (index >> 1))}`,
      adsetName: `${tag} | ${AUDIENCES[(index >> 1) % AUDIENCES.length] ?? 'broad'} | ${campaign.name.split(' | ')[1] ?? ''}`,
      campaignId: campaign.id,
      campaignName: campaign.name,
      accountId,
      team: team.slug,
      weight: 1 + rng.next() * 2,
      cycleDays: index === 0 ? 0 : rng.int(14, 60),
      phase: rng.int(0, 60),
      archived: varied && index % campaigns.length === 1,
    };
  }).filter((ad) => ad !== undefined);
}

function objectId(digits: string): string {
  return `1202${digits}`;
}
