import type { Academy } from './academy.ts';
import { daysBetween } from './calendar.ts';
import { creditOfLead } from './credit.ts';
import { carriedUsdRate } from './rates.ts';
import { type Sale, salesOf } from './sales.ts';
import { deliveryOn } from './spend.ts';
import type { LandingLead } from './types.ts';

/**
 * What a right dashboard must show for a team (null = unattributed). Counts and revenue of sales are gross, on the day of
 * the sale; refunds stand apart on the day they happened. Money in KZT, spend in USD as text.
 */
export interface TruthRow {
  team: string | null;
  spend_usd: Record<string, string>;
  /** Distinct persons with a lead in the period, by their first lead in it. */
  leads: number;
  /** Of these, persons who had never come before. */
  new_leads: number;
  sales: Record<string, number>;
  revenue_by_product: Record<string, number>;
  revenue: number;
  unknown_amounts: number;
  /** The same sales without those reversed since, whenever that was. */
  unreversed_sales: Record<string, number>;
  unreversed_revenue: number;
  refunds: number;
  refunded: number;
}

export interface Truth {
  start: string;
  end: string;
  days: (TruthRow & { date: string; usd_rate: string })[];
  totals: TruthRow[];
  deals: TruthDeal[];
}

export interface TruthDeal {
  id: number;
  product: string;
  pipeline_id: number;
  status_id: number;
  amount: number | null;
  sold_at: string;
  sold_on: string;
  reversed_on: string | null;
  team: string | null;
  reason: string;
  contact_id: number;
}

interface Facts {
  sales: { sale: Sale; soldOn: string; reversedOn: string | null }[];
  leads: { lead: LandingLead; on: string; isNew: boolean }[];
}

/** The truth of the business days from `start` to `end`, both included. */
export function truthOf(academy: Academy, start: string, end: string, nowMs: number): Truth {
  const facts = collect(academy);
  const dates = daysBetween(start, end);
  const spend = new Map(dates.map((date) => [date, spendOn(academy, date, nowMs)]));
  const byDay = new Map(dates.map((date) => [date, { sales: [], leads: [] } as Facts]));
  for (const entry of facts.leads) byDay.get(entry.on)?.leads.push(entry);
  for (const entry of facts.sales) {
    for (const date of new Set([entry.soldOn, entry.reversedOn ?? entry.soldOn]))
      byDay.get(date)?.sales.push(entry);
  }
  const within = (date: string | null): boolean => date !== null && date >= start && date <= end;
  return {
    start,
    end,
    days: dates.flatMap((date) =>
      rows(academy, byDay.get(date) ?? facts, [spend.get(date) ?? []], (on) => on === date).map((row) => ({
        date,
        usd_rate: carriedUsdRate(academy.seed, date),
        ...row,
      })),
    ),
    totals: rows(academy, facts, [...spend.values()], within),
    deals: facts.sales
      .filter(({ soldOn, reversedOn }) => within(soldOn) || within(reversedOn))
      .map((entry) => describe(academy, entry)),
  };
}

function collect(academy: Academy): Facts {
  const { dayOf } = academy.calendar;
  const known = new Set<number>();
  return {
    sales: salesOf(academy).map((sale) => ({
      sale,
      soldOn: dayOf(sale.soldAtSec * 1000),
      reversedOn: sale.reversedAtSec === null ? null : dayOf(sale.reversedAtSec * 1000),
    })),
    leads: [...academy.world.leads.values()]
      .toSorted((a, b) => a.atMs - b.atMs || a.id - b.id)
      .map((lead) => {
        const isNew = !known.has(lead.personId);
        known.add(lead.personId);
        return { lead, on: dayOf(lead.atMs), isNew };
      }),
  };
}

interface AccountSpend {
  team: string;
  accountId: string;
  cents: number;
}

function spendOn(academy: Academy, date: string, nowMs: number): AccountSpend[] {
  return deliveryOn(academy, date, nowMs).map(({ ad, spendCents }) => ({
    team: ad.team,
    accountId: ad.accountId,
    cents: spendCents,
  }));
}

function rows(
  academy: Academy,
  facts: Facts,
  spend: AccountSpend[][],
  within: (date: string | null) => boolean,
): TruthRow[] {
  const cents = new Map<string, number>();
  for (const { team, accountId, cents: part } of spend.flat()) {
    cents.set(`${team}|${accountId}`, (cents.get(`${team}|${accountId}`) ?? 0) + part);
  }
  const first = new Map<number, Facts['leads'][number]>();
  for (const entry of facts.leads) {
    if (within(entry.on) && !first.has(entry.lead.personId)) first.set(entry.lead.personId, entry);
  }
  const leads = [...first.values()].map((entry) => ({
    ...entry,
    team: creditOfLead(academy, entry.lead).team,
  }));
  return [...academy.plans.map((plan) => plan.team.slug), null].map((team) => ({
    team,
    spend_usd: Object.fromEntries(
      [...cents]
        .filter(([key]) => key.startsWith(`${team}|`))
        .map(([key, sum]) => [key.slice(key.indexOf('|') + 1), (sum / 100).toFixed(2)]),
    ),
    leads: leads.filter((entry) => entry.team === team).length,
    new_leads: leads.filter((entry) => entry.team === team && entry.isNew).length,
    ...money(
      academy,
      facts.sales.filter(({ sale }) => sale.credit.team === team),
      within,
    ),
  }));
}

type Money = Omit<TruthRow, 'team' | 'spend_usd' | 'leads' | 'new_leads'>;

function money(academy: Academy, sales: Facts['sales'], within: (date: string | null) => boolean): Money {
  const sold = sales.filter(({ soldOn }) => within(soldOn)).map(({ sale }) => sale);
  const back = sales.filter(({ reversedOn }) => within(reversedOn)).map(({ sale }) => sale);
  const keys = [...academy.preset.products.map(({ key }) => key), 'other'];
  const kept = sold.filter(({ reversedAtSec }) => reversedAtSec === null);
  const count = (list: readonly Sale[]): Record<string, number> =>
    Object.fromEntries(keys.map((key) => [key, list.filter(({ product }) => product === key).length]));
  return {
    sales: count(sold),
    revenue_by_product: Object.fromEntries(
      keys.map((key) => [key, sum(sold.filter(({ product }) => product === key))]),
    ),
    revenue: sum(sold),
    unknown_amounts: sold.filter(({ deal }) => deal.price === null).length,
    unreversed_sales: count(kept),
    unreversed_revenue: sum(kept),
    refunds: back.length,
    refunded: sum(back),
  };
}

function sum(sales: readonly Sale[]): number {
  return sales.reduce((total, { deal }) => total + (deal.price ?? 0), 0);
}

function describe(academy: Academy, { sale, soldOn, reversedOn }: Facts['sales'][number]): TruthDeal {
  return {
    id: sale.deal.id,
    product: sale.product,
    pipeline_id: sale.deal.pipelineId,
    status_id: sale.deal.statusId,
    amount: sale.deal.price,
    sold_at: new Date(sale.soldAtSec * 1000).toISOString(),
    sold_on: soldOn,
    reversed_on: reversedOn,
    team: sale.credit.team,
    reason: sale.credit.reason,
    contact_id: academy.world.person(sale.deal.personId).contactId,
  };
}
