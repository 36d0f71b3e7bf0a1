import { delivers } from './ad-figures.ts';
import type { Ad, TeamPlan } from './campaigns.ts';
import type { Rng } from './random.ts';
import { losesTags, type Situations } from './situations.ts';
import { NO_UTM, type Touch, type Utm } from './types.ts';

/** Tags of a link that names the buyer and no ad. */
const NO_AD = { utm_campaign: null, utm_content: null, utm_term: null };

/** A click on one of the team's ads that deliver on that day. */
export function adTouch(plan: TeamPlan, day: string, rng: Rng, situations: Situations | null = null): Touch {
  const ads = plan.ads.filter((ad) => delivers(ad, day));
  const ad = ads.length > 0 ? rng.pick(ads) : undefined;
  const utm = adUtm(plan, ad, rng);
  const bare =
    ad !== undefined && plan.ads.indexOf(ad) % 2 === 1 && losesTags(situations, plan.team.slug, day);
  const utmNow = bare ? { ...utm, utm_source: plan.team.utm_sources[0] ?? utm.utm_source, ...NO_AD } : utm;
  return { kind: 'ad', team: plan.team.slug, adId: ad?.id ?? null, utm: utmNow };
}

/**
 * Link parameters as media buyers really write them: ids or names, the agreed utm_source or a home-made one glued to a
 * channel ("kenjifb", "fb_kenji"), and a bare "fb" where only the campaign id tells the team.
 */
function adUtm(plan: TeamPlan, ad: Ad | undefined, rng: Rng): Utm {
  const nickname = rng.pick(plan.team.names);
  const sources = {
    agreed: rng.pick(plan.team.utm_sources),
    nickname: rng.pick([`${nickname}fb`, `${nickname}_fb`, `fb_${nickname}`, `ig ${nickname}`]),
    campaignOnly: 'fb',
  };
  const style = rng.weighted({ agreed: 72, nickname: 23, campaignOnly: ad === undefined ? 0 : 5 });
  const common = {
    utm_source: sources[style],
    utm_medium: rng.pick(['cpc', 'paid_social', 'target']),
    fbclid: rng.chance(0.75) ? `IwAR${rng.letters(40)}` : null,
  };
  if (ad === undefined) return { ...NO_UTM, ...common };
  const byId = style === 'campaignOnly' || rng.chance(0.5);
  return {
    ...common,
    utm_campaign: byId ? ad.campaignId : ad.campaignName,
    utm_content: rng.chance(0.6) ? ad.id : ad.name,
    utm_term: rng.chance(0.7) ? ad.adsetName : null,
  };
}

/** The school's own e-mail link. It must not take the credit from the ad. */
export function ownedTouch(sources: readonly string[], rng: Rng): Touch {
  const utm = {
    ...NO_UTM,
    utm_source: rng.pick(sources),
    utm_medium: 'newsletter',
    utm_campaign: 'express_reminder',
  };
  return { kind: 'owned', team: null, adId: null, utm };
}

/** A link whose macros the ad platform did not fill in. */
export function macroTouch(): Touch {
  const utm = {
    ...NO_UTM,
    utm_source: '{{site_source_name}}',
    utm_campaign: '{{campaign.name}}',
    utm_content: '{{ad.name}}',
  };
  return { kind: 'macro', team: null, adId: null, utm };
}

/** A word that two teams of the preset claim ("pb_agency"): nobody can get the credit by rule. */
export function conflictTouch(word: string): Touch {
  return {
    kind: 'conflict',
    team: null,
    adId: null,
    utm: { ...NO_UTM, utm_source: word, utm_medium: 'cpc' },
  };
}

export const NO_TOUCH: Touch = { kind: 'none', team: null, adId: null, utm: NO_UTM };

/** Words that more than one team of the preset claims. */
export function disputedWords(plans: readonly TeamPlan[]): string[] {
  const seen = plans.flatMap((plan) => plan.team.words);
  return [...new Set(seen.filter((word, index) => seen.indexOf(word) !== index))];
}
