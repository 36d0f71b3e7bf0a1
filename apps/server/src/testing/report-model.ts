/** Reports as a person would count them with a pencil, straight from the facts in memory. For tests. */
import { addDays, businessDayOf, daysBetween } from '../platform/business-day.ts';
import { cents, type Facts, type Lead, type Sale, ZONE } from './report-facts.ts';

export type Asked = {
  start: string;
  end: string;
  basis: 'cash' | 'cohort';
  currency: 'KZT' | 'USD';
  /** A team's id, null for «Не распределено», undefined for everybody. */
  team?: number | null | undefined;
};

const abs = (value: bigint) => (value < 0n ? -value : value);
/** n / d, half away from zero. */
function rounded(n: bigint, d: bigint): bigint {
  const half = (2n * abs(n) + abs(d)) / (2n * abs(d));
  return n < 0n !== d < 0n ? -half : half;
}

function money(
  facts: Facts,
  amount: bigint | null,
  currency: string,
  day: string,
  wanted: string,
): bigint | null {
  if (amount === null) return null;
  if (currency === wanted) return amount;
  const rate = facts.rates.get(day);
  if (rate === undefined || currency === 'EUR') return null;
  return wanted === 'KZT' ? rounded(amount * rate, 100n) : rounded(amount * 100n, rate);
}

export function firstLeads(facts: Facts): Map<number, Lead> {
  const first = new Map<number, Lead>();
  for (const lead of facts.leads.values()) {
    const known = first.get(lead.person);
    const earlier =
      known === undefined ||
      lead.at < known.at ||
      (lead.at.getTime() === known.at.getTime() && lead.id < known.id);
    if (earlier) first.set(lead.person, lead);
  }
  return first;
}

/** A sale on its day and its taking back, or once on the day of the cohort. */
export function entries(facts: Facts, asked: Asked): { sale: Sale; day: string; sign: bigint }[] {
  const first = firstLeads(facts);
  return [...facts.sales.values()].flatMap((sale) => {
    if (asked.basis === 'cash')
      return [
        { sale, day: sale.day, sign: 1n },
        ...(sale.reversalDay === null ? [] : [{ sale, day: sale.reversalDay, sign: -1n }]),
      ];
    const lead = sale.person === null ? undefined : first.get(sale.person);
    return lead === undefined || sale.reversalDay !== null ? [] : [{ sale, day: lead.day, sign: 1n }];
  });
}

const POSITION = { express: 1, flagman: 2 } as const;

/** Every metric of a period: what `/overview` must answer as the total. `before` leaves out later facts of the last day. */
export function metricsOf(
  facts: Facts,
  asked: Asked,
  now: Date,
  until: Date | null = null,
): Record<string, unknown> {
  const within = (day: string, at?: Date) =>
    day >= asked.start &&
    day <= asked.end &&
    !(until !== null && at !== undefined && day === asked.end && at >= until);
  const ours = (team: number | null) => asked.team === undefined || asked.team === team;
  const sum = (values: (bigint | null)[]) =>
    values.reduce<bigint>((total, value) => total + (value ?? 0n), 0n);
  const to = asked.currency;

  const ads = [...facts.ads.values()].filter((ad) => within(ad.day) && ours(ad.team));
  const spends = ads.map((ad) =>
    to === 'KZT'
      ? ad.spendKzt
      : ad.currency === 'USD'
        ? ad.spend
        : money(facts, ad.spendKzt, 'KZT', ad.day, 'USD'),
  );
  const unconverted = spends.filter((value) => value === null).length;
  const spend = unconverted > 0 && unconverted === spends.length ? null : sum(spends);

  const first = [...firstLeads(facts).values()];
  const cohort = first.filter((lead) => within(lead.day, lead.at) && ours(lead.team));
  const standing = [...facts.sales.values()].filter((sale) => sale.reversalDay === null);
  const reached = (stage: 'express' | 'flagman') =>
    cohort.filter((lead) =>
      standing.some(
        (sale) =>
          sale.person === lead.person &&
          sale.product !== 'other' &&
          POSITION[sale.product] >= POSITION[stage],
      ),
    ).length;

  const sold = entries(facts, asked).filter(({ sale, day, sign }) => {
    const at =
      asked.basis === 'cohort'
        ? first.find((lead) => lead.person === sale.person)?.at
        : sign > 0n
          ? sale.at
          : (sale.reversedAt ?? sale.at);
    return within(day, at) && ours(sale.team);
  });
  const amountOf = (sale: Sale) => money(facts, sale.amount, sale.currency, sale.day, to);
  const count = (product?: string) =>
    Number(
      sum(
        sold.filter(({ sale }) => product === undefined || sale.product === product).map(({ sign }) => sign),
      ),
    );
  const revenue = (product?: string) =>
    sum(
      sold
        .filter(({ sale }) => product === undefined || sale.product === product)
        .map(({ sale, sign }) => sign * (amountOf(sale) ?? 0n)),
    );

  const today = businessDayOf(now, ZONE);
  const ltv = (days: number) => {
    const over = (lead: Lead) => addDays(lead.day, days) < today && within(lead.day, lead.at);
    const persons = cohort.filter(over).length;
    const paid = sum(
      standing.map((sale) => {
        const lead = first.find((one) => one.person === sale.person);
        if (lead === undefined || !over(lead) || !ours(sale.team)) return 0n;
        const age = daysBetween(lead.day, sale.day);
        return age >= 0 && age <= days ? amountOf(sale) : 0n;
      }),
    );
    return { persons, paid };
  };
  const [ltv30, ltv90, ltv180] = [ltv(30), ltv(90), ltv(180)];

  const leads = cohort.length;
  const clicks = ads.reduce((total, ad) => total + ad.clicks, 0);
  const impressions = ads.reduce((total, ad) => total + ad.impressions, 0);
  const [sales, express, flagman] = [count(), count('express'), count('flagman')];
  const [expressPersons, flagmanPersons] = [reached('express'), reached('flagman')];
  const all = revenue();
  /** top and bottom in hundredths. */
  const share = (top: bigint | null, bottom: bigint | null, factor: bigint, decimals = 2) => {
    if (top === null || bottom === null || bottom === 0n) return null;
    const value = rounded(top * factor * 10n ** BigInt(decimals), bottom);
    const digits = abs(value)
      .toString()
      .padStart(decimals + 1, '0');
    return `${value < 0n ? '-' : ''}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  };
  const n = (value: number) => BigInt(value) * 100n;
  return {
    spend: cents(spend),
    impressions,
    clicks,
    leads,
    sales,
    express_purchases: express,
    flagman_purchases: flagman,
    revenue: cents(all),
    express_revenue: cents(revenue('express')),
    flagman_revenue: cents(revenue('flagman')),
    sales_amount_unknown: Number(
      sum(sold.filter(({ sale }) => amountOf(sale) === null).map(({ sign }) => sign)),
    ),
    spend_unconverted: unconverted,
    express_persons: expressPersons,
    flagman_persons: flagmanPersons,
    cohort_persons_30: ltv30.persons,
    cohort_persons_90: ltv90.persons,
    cohort_persons_180: ltv180.persons,
    cohort_revenue_30: cents(ltv30.paid),
    cohort_revenue_90: cents(ltv90.paid),
    cohort_revenue_180: cents(ltv180.paid),
    ctr: share(n(clicks), n(impressions), 100n),
    cpc: share(spend, n(clicks), 1n),
    cpm: share(spend, n(impressions), 1000n),
    cpl: share(spend, n(leads), 1n),
    cpa: share(spend, n(sales), 1n),
    cpa_express: share(spend, n(express), 1n),
    cpa_flagman: share(spend, n(flagman), 1n),
    roas: share(all, spend, 1n, 4),
    roi: spend === null ? null : share(all - spend, spend, 100n),
    drr: share(spend, all, 100n),
    aov: share(all, n(sales), 1n),
    cr_lead_express: share(n(expressPersons), n(leads), 100n),
    cr_express_flagman: share(n(flagmanPersons), n(expressPersons), 100n),
    ltv_30: share(ltv30.paid, n(ltv30.persons), 1n),
    ltv_90: share(ltv90.paid, n(ltv90.persons), 1n),
    ltv_180: share(ltv180.paid, n(ltv180.persons), 1n),
  };
}
