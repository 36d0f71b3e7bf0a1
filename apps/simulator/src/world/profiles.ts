/** How a media buyer works. Rates are means per day. */
export interface Profile {
  spendUsd: number;
  leads: number;
  entrySales: number;
  mainSales: number;
  cpmUsd: number;
  ctr: number;
}

/**
 * Four buyers of different skill, dealt to the preset's teams in turn. At about 490 KZT for a dollar, 5,000 KZT an entry
 * sale and 490,000 KZT a main sale, ROAS is near 2.2, 3.9 (the star), 1.7 and 0.6 (loses money).
 */
const PROFILES: readonly [Profile, ...Profile[]] = [
  { spendUsd: 150, leads: 18, entrySales: 4.2, mainSales: 0.29, cpmUsd: 3.4, ctr: 0.017 },
  { spendUsd: 95, leads: 17, entrySales: 4.5, mainSales: 0.33, cpmUsd: 2.6, ctr: 0.024 },
  { spendUsd: 120, leads: 14, entrySales: 3, mainSales: 0.18, cpmUsd: 3.1, ctr: 0.015 },
  { spendUsd: 165, leads: 12, entrySales: 2, mainSales: 0.08, cpmUsd: 4.8, ctr: 0.011 },
];

/** A buyer whose days are all alike: what differs in a school of these was planted. */
export const STEADY_PROFILE: Profile = {
  ...{ spendUsd: 150, leads: 20, entrySales: 6, mainSales: 0.2, cpmUsd: 3.4, ctr: 0.017 },
};

/** The profile of the team at this place of the preset. */
export function profileOf(index: number): Profile {
  return PROFILES[index % PROFILES.length] ?? PROFILES[0];
}
