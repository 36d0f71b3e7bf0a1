import type { AccountTraits } from '../world/account-traits.ts';
import type { Academy } from '../world/academy.ts';
import type { Ad } from '../world/campaigns.ts';
import { createRng } from '../world/random.ts';

export interface Business {
  id: string;
  name: string;
  verification_status: string;
  created_time: string;
}

/** A node of type AdAccount; null = the field exists but is empty. */
export interface AdAccount {
  id: string;
  account_id: string;
  name: string;
  currency: string;
  timezone_name: string;
  timezone_offset_hours_utc: number;
  account_status: number;
  disable_reason: number;
  business: { id: string; name: string };
  amount_spent: string;
  created_time: string;
}

export interface Businesses {
  /** Owns all accounts but the last one. */
  own: Business;
  /** An agency that shares its account: it appears as a client account. */
  agency: Business;
}

const CREATED = '2024-01-15T05:00:00+0000';

export function businessesOf(academy: Academy): Businesses {
  const rng = createRng(academy.seed, 'businesses');
  const business = (name: string): Business => ({
    id: `1${rng.digits(17)}`,
    name,
    verification_status: 'verified',
    created_time: CREATED,
  });
  return { own: business(academy.preset.academy.name), agency: business('Partner Agency') };
}

/** Every ad account of the preset's teams. */
export function accountsOf(academy: Academy, nowMs: number): AdAccount[] {
  const { own, agency } = businessesOf(academy);
  const listed = academy.plans.flatMap((plan) =>
    plan.team.ad_accounts.map((id) => ({ id, team: plan.team.name })),
  );
  return listed.map(({ id, team }, index) => {
    const business = index > 0 && index === listed.length - 1 ? agency : own;
    const { calendar, currency } = traitsFor(academy, id);
    return {
      id,
      account_id: id.replace('act_', ''),
      name: `${academy.preset.academy.name} ${team}`,
      currency,
      timezone_name: calendar.zone,
      timezone_offset_hours_utc: calendar.offsetHours(nowMs),
      account_status: 1,
      disable_reason: 0,
      business: { id: business.id, name: business.name },
      amount_spent: '0',
      created_time: CREATED,
    };
  });
}

export interface Campaign {
  id: string;
  account_id: string;
  name: string;
  objective: string;
  status: string;
  effective_status: string;
  created_time: string;
  start_time: string;
  /** Some of its ads with the tags that their creatives append to the landing page's address. */
  ads: { data: { id: string; creative: { id: string; url_tags: string } }[] };
}

/** The traits of a known account. */
export function traitsFor(academy: Academy, accountId: string): AccountTraits {
  const traits = academy.accounts.get(accountId);
  if (traits === undefined) throw new Error(`no ad account ${accountId}`);
  return traits;
}

/** The campaigns of an account, each once; archived ones are listed only when their status is asked for. */
export function campaignsOf(
  academy: Academy,
  accountId: string,
  statuses: readonly string[] = ['ACTIVE'],
): Campaign[] {
  const ads = academy.plans.flatMap((plan) => plan.ads).filter((ad) => ad.accountId === accountId);
  return [...new Map(ads.map((ad) => [ad.campaignId, ad])).values()]
    .map((ad) =>
      presentCampaign(ad, academy.preset.teams.find(({ slug }) => slug === ad.team)?.utm_sources[0] ?? ''),
    )
    .filter(({ effective_status }) => statuses.includes(effective_status));
}

function presentCampaign(ad: Ad, utmSource: string): Campaign {
  const status = ad.archived ? 'ARCHIVED' : 'ACTIVE';
  const url_tags = `utm_source=${utmSource}&utm_medium=cpc&utm_campaign={{campaign.name}}&utm_content={{ad.name}}`;
  return {
    id: ad.campaignId,
    account_id: ad.accountId.replace('act_', ''),
    name: ad.campaignName,
    objective: 'OUTCOME_LEADS',
    status,
    effective_status: status,
    created_time: CREATED,
    start_time: CREATED,
    ads: { data: [{ id: ad.id, creative: { id: `9${ad.id.slice(1)}`, url_tags } }] },
  };
}
