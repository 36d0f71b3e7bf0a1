/** Reports as a person would count them with a pencil, straight from the facts in memory. For tests. */
import { addDays, businessDayOf, daysBetween } from '../platform/business-day.ts';
import { cents, type Facts, type Lead, type Sale, type Utm, ZONE } from './report-facts.ts';

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
  const [sales, express, flagman] = [count(), count('express'), count('flagman')];
  return withRatios(
    {
      spend,
      impressions: ads.reduce((total, ad) => total + ad.impressions, 0),
      clicks: ads.reduce((total, ad) => total + ad.clicks, 0),
      leads: cohort.length,
      sales,
      express,
      flagman,
      revenue: revenue(),
      expressPersons: reached('express'),
      flagmanPersons: reached('flagman'),
      ltv: [ltv(30), ltv(90), ltv(180)],
    },
    {
      express_revenue: cents(revenue('express')),
      flagman_revenue: cents(revenue('flagman')),
      sales_amount_unknown: Number(
        sum(sold.filter(({ sale }) => amountOf(sale) === null).map(({ sign }) => sign)),
      ),
      spend_unconverted: unconverted,
    },
  );
}

type Additive = Record<
  'impressions' | 'clicks' | 'leads' | 'sales' | 'express' | 'flagman' | 'expressPersons' | 'flagmanPersons',
  number
> & { spend: bigint | null; revenue: bigint; ltv: { persons: number; paid: bigint }[] };

/** top / bottom, both in hundredths. */
function share(top: bigint | null, bottom: bigint | null, factor: bigint, decimals = 2): string | null {
  if (top === null || bottom === null || bottom === 0n) return null;
  const value = rounded(top * factor * 10n ** BigInt(decimals), bottom);
  const digits = abs(value)
    .toString()
    .padStart(decimals + 1, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

function withRatios(
  sums: Additive,
  others: { sales_amount_unknown: number } & Record<string, unknown>,
): Record<string, unknown> {
  const { spend, impressions, clicks, leads, sales, express, flagman, revenue: all } = sums;
  const { expressPersons, flagmanPersons, ltv } = sums;
  const n = (value: number) => BigInt(value) * 100n;
  const ages = [30, 90, 180].flatMap((days, index) => {
    const { persons = 0, paid = 0n } = ltv[index] ?? {};
    return [
      [`cohort_persons_${days}`, persons],
      [`cohort_revenue_${days}`, cents(paid)],
      [`ltv_${days}`, share(paid, n(persons), 1n)],
    ];
  });
  return {
    ...others,
    ...Object.fromEntries(ages),
    spend: cents(spend),
    impressions,
    clicks,
    leads,
    sales,
    express_purchases: express,
    flagman_purchases: flagman,
    revenue: cents(all),
    express_persons: expressPersons,
    flagman_persons: flagmanPersons,
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
    aov: share(all, n(sales - others.sales_amount_unknown), 1n),
    cr_lead_express: share(n(expressPersons), n(leads), 100n),
    cr_express_flagman: share(n(flagmanPersons), n(expressPersons), 100n),
  };
}

/** The cohort of exactly these days: its people, what they paid, by steps of age. */
export function cohortOf(facts: Facts, asked: Asked, now: Date, by: 'week' | 'month') {
  const days = by === 'week' ? 7 : 30;
  const ours = (team: number | null) => asked.team === undefined || asked.team === team;
  const within = (lead: Lead) => lead.day >= asked.start && lead.day <= asked.end;
  const first = firstLeads(facts);
  const cohort = [...first.values()].filter((lead) => within(lead) && ours(lead.team));
  const standing = [...facts.sales.values()].filter((sale) => sale.reversalDay === null);
  const paid = standing.flatMap((sale) => {
    const lead = sale.person === null ? undefined : first.get(sale.person);
    if (lead === undefined || !within(lead) || !ours(sale.team)) return [];
    const amount = money(facts, sale.amount, sale.currency, sale.day, asked.currency) ?? 0n;
    return [{ age: daysBetween(lead.day, sale.day), amount }];
  });
  const sum = (some: { amount: bigint }[]) => some.reduce((total, { amount }) => total + amount, 0n);
  const today = businessDayOf(now, ZONE);
  return {
    persons: cohort.length,
    payers: cohort.filter((lead) => standing.some((sale) => sale.person === lead.person)).length,
    revenue: cents(sum(paid)),
    revenue_before_lead: cents(sum(paid.filter(({ age }) => age < 0))),
    cells: Array.from({ length: by === 'week' ? 26 : 12 }, (_, age) =>
      addDays(asked.start, age * days) > today
        ? null
        : {
            age,
            finished: daysBetween(asked.end, today) >= (age + 1) * days,
            revenue: cents(sum(paid.filter((one) => one.age >= age * days && one.age < (age + 1) * days))),
            cumulative: cents(sum(paid.filter((one) => one.age >= 0 && one.age < (age + 1) * days))),
          },
    ),
  };
}

type Counted = { leads: number; sales: number; revenue: string | null };

/** Leads and sales of the period that `matches` takes by their UTM. */
function byUtm(facts: Facts, asked: Asked, matches: (utm: Utm) => boolean) {
  const within = (day: string) => day >= asked.start && day <= asked.end;
  const ours = (team: number | null) => asked.team === undefined || asked.team === team;
  const leads = [...firstLeads(facts).values()].filter(
    (lead) => within(lead.day) && ours(lead.team) && matches(lead.utm),
  );
  const sold = entries(facts, asked).filter(
    ({ sale, day }) => within(day) && ours(sale.team) && matches(sale.utm),
  );
  const amountOf = (sale: Sale) => money(facts, sale.amount, sale.currency, sale.day, asked.currency);
  const net = (some: typeof sold) => some.reduce((sum, { sign }) => sum + Number(sign), 0);
  const revenue = sold.reduce((sum, { sale, sign }) => sum + sign * (amountOf(sale) ?? 0n), 0n);
  return {
    leads: leads.length,
    sales: net(sold),
    express_purchases: net(sold.filter(({ sale }) => sale.product === 'express')),
    flagman_purchases: net(sold.filter(({ sale }) => sale.product === 'flagman')),
    revenue: cents(revenue),
    sales_amount_unknown: net(sold.filter(({ sale }) => amountOf(sale) === null)),
  };
}

const isNothing = (
  row: Counted & { spend?: string | null; sales_amount_unknown?: number; impressions?: number },
) =>
  row.leads === 0 &&
  row.sales === 0 &&
  row.revenue === '0.00' &&
  !row.sales_amount_unknown &&
  !row.impressions;

/** The UTM pivot: figures by the values joined with `|`. */
export function utmTotals(facts: Facts, asked: Asked, fields: string[]): Record<string, unknown> {
  const keyOf = (utm: Utm) =>
    fields
      .map(
        (field) =>
          ({ utm_source: utm.source, utm_campaign: utm.campaign, utm_content: utm.content })[field] ?? '',
      )
      .join('|');
  const all = [...facts.leads.values(), ...facts.sales.values()].map(({ utm }) => keyOf(utm));
  const rows = [...new Set(all)].map(
    (key) => [key, byUtm(facts, asked, (utm) => keyOf(utm) === key)] as const,
  );
  return Object.fromEntries(
    rows
      .filter(([, row]) => !isNothing(row))
      .map(([key, row]) => {
        const known = row.sales - row.sales_amount_unknown;
        const average = known === 0 ? null : cents(rounded(inCents(row.revenue), BigInt(known)));
        return [key, { ...row, aov: average }];
      }),
  );
}
const inCents = (amount: string | null) => BigInt((amount ?? '0').replace('.', ''));

/** Spend, leads and sales by campaign, of the ads of one campaign, and what names no campaign. */
export function adTotals(facts: Facts, asked: Asked) {
  const within = (day: string) => day >= asked.start && day <= asked.end;
  const ours = (team: number | null) => asked.team === undefined || asked.team === team;
  const of = (wanted: (ad: number) => boolean, matches: (utm: Utm) => boolean) => {
    const ads = [...facts.ads.values()].filter((ad) => within(ad.day) && ours(ad.team) && wanted(ad.ad));
    const { leads, sales, revenue, sales_amount_unknown } = byUtm(facts, asked, matches);
    const impressions = ads.reduce((sum, ad) => sum + ad.impressions, 0);
    return {
      impressions,
      clicks: ads.reduce((sum, ad) => sum + ad.clicks, 0),
      leads,
      sales,
      revenue,
      sales_amount_unknown,
      none: ads.length === 0,
    };
  };
  const known = new Set([...facts.ads.values()].map((ad) => `camp${ad.ad % 2}`));
  const campaigns = [0, 1].map(
    (n) =>
      [
        `camp${n}`,
        of(
          (ad) => ad % 2 === n,
          (utm) => known.has(`camp${n}`) && utm.campaign === `camp${n}`,
        ),
      ] as const,
  );
  const adIds = new Set([...facts.ads.values()].filter((ad) => ad.ad % 2 === 1).map((ad) => ad.ad));
  const children = [...adIds].map(
    (n) =>
      [
        `ad${n}`,
        of(
          (ad) => ad === n,
          (utm) => utm.content === `ad${n}`,
        ),
      ] as const,
  );
  const shown = (rows: readonly (readonly [string, ReturnType<typeof of>])[]) =>
    Object.fromEntries(
      rows
        .filter(([, row]) => !(row.none && isNothing(row)))
        .map(([id, { none: _none, ...row }]) => [id, row]),
    );
  const { leads, sales, revenue } = byUtm(
    facts,
    asked,
    (utm) => utm.campaign === null || !known.has(utm.campaign),
  );
  return { campaigns: shown(campaigns), adsOfCamp1: shown(children), unmatched: { leads, sales, revenue } };
}

export const listedLeads = (facts: Facts, asked: Asked) =>
  [...firstLeads(facts).values()].filter(
    (lead) =>
      lead.day >= asked.start &&
      lead.day <= asked.end &&
      (asked.team === undefined || asked.team === lead.team),
  );

/** Deal numbers of the sales made in the period, newest first. */
export const listedSales = (facts: Facts, asked: Asked) =>
  [...facts.sales.values()]
    .filter(
      (sale) =>
        sale.day >= asked.start &&
        sale.day <= asked.end &&
        (asked.team === undefined || asked.team === sale.team),
    )
    .toSorted((a, b) => b.at.getTime() - a.at.getTime() || b.id - a.id)
    .map((sale) => String(sale.id));
