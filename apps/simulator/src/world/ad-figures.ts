import { dayNumber, weekday } from './calendar.ts';
import type { Ad, TeamPlan } from './campaigns.ts';
import { createRng } from './random.ts';
import { adEffects, dayEffects, type Situations } from './situations.ts';

/** Delivery of one ad on one day. Money in hundredths of its account's currency. */
export interface AdFigures {
  ad: Ad;
  day: string;
  spendCents: number;
  impressions: number;
  reach: number;
  clicks: number;
  linkClicks: number;
}

/** How much of a day is reported yet, and units of the account's currency for one US dollar. */
export interface Factor {
  share: number;
  rate: number;
}

const WEEKDAY_FACTOR = [1.05, 1.08, 1.04, 1, 0.96, 0.86, 0.92] as const;

/** Busy and slow days of the week, for budgets and for people alike; mean about 1. */
export function weekdayFactor(day: string): number {
  return WEEKDAY_FACTOR[weekday(day) - 1] ?? 1;
}

/** True on the days an ad delivers: half of its cycle, with one ad per team always on. */
export function delivers(ad: Ad, day: string): boolean {
  return ad.cycleDays === 0 || (dayNumber(day) + ad.phase) % (ad.cycleDays * 2) < ad.cycleDays;
}

/**
 * What every delivering ad of a team did on a day, as a pure function: nothing is stored, so any day of any year can be
 * asked. A running day is a growing part of the same full day.
 */
export function figuresOf(
  seed: number,
  plan: TeamPlan,
  day: string,
  factorOf: (ad: Ad) => Factor,
  situations: Situations | null = null,
): AdFigures[] {
  const { slug } = plan.team;
  const effects = dayEffects(situations, slug, day);
  const ads = plan.ads.filter((ad) => delivers(ad, day));
  const changed = ads.map((ad) => adEffects(situations, slug, plan.ads.indexOf(ad), day));
  const budgetRng = createRng(seed, 'budget', plan.team.slug, day);
  const budgetUsd =
    effects.spend * plan.profile.spendUsd * weekdayFactor(day) * (1 + budgetRng.normal() * 0.12);
  const weights = ads.map(
    (ad, index) =>
      (changed[index]?.weight ?? 1) * ad.weight * (0.8 + createRng(seed, 'weight', ad.id, day).next() * 0.4),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return ads
    .map((ad, index) => {
      const { share, rate } = factorOf(ad);
      const cents = ((weights[index] ?? 0) / total) * budgetUsd * 100 * share;
      const profile = {
        cpmUsd: plan.profile.cpmUsd * effects.cpm,
        ctr: plan.profile.ctr * effects.ctr * (changed[index]?.ctr ?? 1),
      };
      return adDay(seed, profile, ad, day, cents, rate);
    })
    .filter((figures) => figures.spendCents > 0);
}

type Delivery = { cpmUsd: number; ctr: number };

function adDay(seed: number, profile: Delivery, ad: Ad, day: string, cents: number, rate: number): AdFigures {
  const rng = createRng(seed, 'delivery', ad.id, day);
  const usdCents = Math.floor(cents);
  const impressions = Math.round((usdCents / 100 / (profile.cpmUsd * (0.85 + rng.next() * 0.3))) * 1000);
  const clicks = Math.round(impressions * profile.ctr * (0.8 + rng.next() * 0.4));
  return {
    ad,
    day,
    spendCents: Math.floor(usdCents * rate),
    impressions,
    reach: Math.round(impressions * (0.7 + rng.next() * 0.2)),
    clicks,
    linkClicks: Math.round(clicks * (0.6 + rng.next() * 0.2)),
  };
}
