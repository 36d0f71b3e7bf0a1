/** Random facts of a small school, kept in memory and written to the database by plain statements. For tests. */
import { sql } from 'kysely';
import { addDays, businessDayOf, dayBounds } from '../platform/business-day.ts';
import type { Db } from '../platform/database/index.ts';
import { pick, type Random } from './random-history.ts';

export const ZONE = 'Asia/Almaty';
export const FIRST_DAY = '2026-08-20';
export const DAYS = 100;
export const TEAMS = [1, 2, 3, 4] as const;

export type AdDay = {
  ad: number;
  day: string;
  team: number | null;
  currency: 'USD' | 'KZT';
  /** Hundredths, as all money here. */
  spend: bigint;
  spendKzt: bigint | null;
  impressions: number;
  clicks: number;
};
export type Lead = { id: number; person: number; at: Date; day: string; team: number | null; utm: Utm };
export type Utm = { source: string | null; campaign: string | null; content: string | null };
export type Sale = {
  id: number;
  person: number | null;
  product: 'express' | 'flagman' | 'other';
  amount: bigint | null;
  currency: 'USD' | 'KZT' | 'EUR';
  team: number | null;
  at: Date;
  day: string;
  reversedAt: Date | null;
  reversalDay: string | null;
  utm: Utm;
};

export type Facts = {
  ads: Map<string, AdDay>;
  leads: Map<number, Lead>;
  sales: Map<number, Sale>;
  /** KZT of one USD in hundredths, by day. */
  rates: Map<string, bigint>;
};

export const noFacts = (): Facts => ({
  ads: new Map(),
  leads: new Map(),
  sales: new Map(),
  rates: new Map(),
});

const below = (random: Random, limit: number) => Math.floor(random() * limit);
export const randomDay = (random: Random) => addDays(FIRST_DAY, below(random, DAYS));
const randomTeam = (random: Random) => (random() < 0.2 ? null : pick(random, TEAMS));

/** An instant of the day, its first and last half minutes among them. */
function instantOf(random: Random, day: string): Date {
  const { start, end } = dayBounds(day, ZONE);
  const chance = random();
  if (chance < 0.1) return new Date(start.getTime() + 30_000);
  if (chance < 0.2) return new Date(end.getTime() - 30_000);
  return new Date(start.getTime() + below(random, end.getTime() - start.getTime()));
}

const utmOf = (random: Random): Utm => ({
  source: pick(random, ['facebook', 'instagram', null]),
  campaign: pick(random, ['camp1', 'camp2', null]),
  content: pick(random, ['ad1', 'ad2', 'ad3', null]),
});

/** What a person of the test would do by hand: one change of the school's facts. */
export async function changeFacts(db: Db, facts: Facts, random: Random): Promise<void> {
  const chance = random();
  if (chance < 0.25) await putAdDay(db, facts, random);
  else if (chance < 0.3) await dropAdDay(db, facts, random);
  else if (chance < 0.5) await addLead(db, facts, random);
  else if (chance < 0.55) await moveLead(db, facts, random);
  else if (chance < 0.75) await addSale(db, facts, random);
  else if (chance < 0.92) await changeSale(db, facts, random);
  else await putRate(db, facts, random);
}

export const cents = (amount: bigint | null) =>
  amount === null
    ? null
    : `${amount < 0n ? '-' : ''}${abs(amount) / 100n}.${String(abs(amount) % 100n).padStart(2, '0')}`;
const abs = (value: bigint) => (value < 0n ? -value : value);

async function putAdDay(db: Db, facts: Facts, random: Random): Promise<void> {
  const ad = 1 + below(random, 6);
  const day = randomDay(random);
  const currency = ad === 6 ? 'KZT' : 'USD';
  const spend = BigInt(below(random, 100_000));
  // A day of USD without a rate stays unconverted.
  const rate = BigInt(45_000 + below(random, 9_000));
  const spendKzt = currency === 'KZT' ? spend : random() < 0.15 ? null : (spend * rate + 50n) / 100n;
  const row = {
    ad,
    day,
    team: randomTeam(random),
    currency,
    spend,
    spendKzt,
    impressions: below(random, 5000),
    clicks: below(random, 90),
  } as const;
  facts.ads.set(`${ad} ${day}`, row);
  await sql`
    insert into traffic_stats (account_id, ad_id, day, ad_name, adset_id, adset_name, campaign_id, campaign_name, spend, currency, spend_kzt,
      impressions, clicks, team_id, basis, synced_at)
    values ('act_964264512447589', ${`ad${ad}`}, ${day}, ${`Ad ${ad}`}, ${`set${ad % 3}`}, ${`Set ${ad % 3}`}, ${`camp${ad % 2}`}, ${`Campaign ${ad % 2}`},
      ${cents(spend)}, ${currency}, ${cents(spendKzt)}, ${row.impressions}, ${row.clicks}, ${row.team}, 'ad_account', now())
    on conflict (account_id, ad_id, day) do update set spend = excluded.spend, spend_kzt = excluded.spend_kzt, team_id = excluded.team_id,
      impressions = excluded.impressions, clicks = excluded.clicks`.execute(db);
}

async function dropAdDay(db: Db, facts: Facts, random: Random): Promise<void> {
  const row = [...facts.ads.values()][below(random, facts.ads.size)];
  if (row === undefined) return;
  facts.ads.delete(`${row.ad} ${row.day}`);
  await sql`delete from traffic_stats where ad_id = ${`ad${row.ad}`} and day = ${row.day}`.execute(db);
}

async function putRate(db: Db, facts: Facts, random: Random): Promise<void> {
  const day = randomDay(random);
  const rate = BigInt(45_000 + below(random, 9_000));
  facts.rates.set(day, rate);
  await sql`
    insert into exchange_rates (currency, rate_date, rate, source, published_on, fetched_at)
    values ('USD', ${day}, ${cents(rate)}, 'nbk', ${day}, now())
    on conflict (currency, quote, rate_date) do update set rate = excluded.rate`.execute(db);
}

async function receipt(db: Db, team: number | null, utm: Utm): Promise<string> {
  const evidence = { utm: { utm_source: utm.source, utm_campaign: utm.campaign, utm_content: utm.content } };
  const { rows } = await sql<{ id: string }>`
    insert into attributions (team_id, confidence, basis, reason, rule_version, evidence, rejected, decided_at)
    values (${team}, ${team === null ? null : 'high'}, ${team === null ? 'none' : 'deal_touch'}, ${team === null ? 'no_rule' : null}, 1,
      ${JSON.stringify(evidence)}::jsonb, '[]', now()) returning id`.execute(db);
  return rows[0]?.id ?? '';
}

async function addLead(db: Db, facts: Facts, random: Random): Promise<void> {
  const id = facts.leads.size + 1;
  const day = randomDay(random);
  const lead: Lead = {
    id,
    person: 1 + below(random, 30),
    at: instantOf(random, day),
    day,
    team: randomTeam(random),
    utm: utmOf(random),
  };
  facts.leads.set(id, lead);
  await sql`insert into people (id, name) overriding system value values (${lead.person}, ${`Person ${lead.person}`}) on conflict do nothing`.execute(
    db,
  );
  await sql`
    insert into traffic_leads (source, source_id, person_id, created_at, business_day, team_id, attribution_id, is_first)
    values ('landing', ${String(id)}, ${lead.person}, ${lead.at}, ${day}, ${lead.team}, ${await receipt(db, lead.team, lead.utm)}, false)`.execute(
    db,
  );
  await markFirst(db, [lead.person]);
}

/** A lead turns out to be somebody else's, another team's, or of another day. */
async function moveLead(db: Db, facts: Facts, random: Random): Promise<void> {
  const lead = facts.leads.get(1 + below(random, facts.leads.size));
  if (lead === undefined) return;
  const before = lead.person;
  lead.team = randomTeam(random);
  lead.person = 1 + below(random, 30);
  lead.day = randomDay(random);
  lead.at = instantOf(random, lead.day);
  await sql`insert into people (id, name) overriding system value values (${lead.person}, ${`Person ${lead.person}`}) on conflict do nothing`.execute(
    db,
  );
  await sql`
    update traffic_leads set team_id = ${lead.team}, person_id = ${lead.person}, is_first = false, business_day = ${lead.day}, created_at = ${lead.at},
      attribution_id = ${await receipt(db, lead.team, lead.utm)} where source_id = ${String(lead.id)}`.execute(
    db,
  );
  await markFirst(db, [before, lead.person]);
}

async function markFirst(db: Db, people: number[]): Promise<void> {
  await sql`update traffic_leads set is_first = false where person_id = any(${people}) and is_first`.execute(
    db,
  );
  await sql`
    update traffic_leads set is_first = true where id in (
      select distinct on (person_id) id from traffic_leads where person_id = any(${people}) order by person_id, created_at, source_id::int)`.execute(
    db,
  );
}

const PIPELINE = { express: 10350882, flagman: 10418746, other: 9430994 } as const;

async function addSale(db: Db, facts: Facts, random: Random): Promise<void> {
  const id = facts.sales.size + 1;
  const day = randomDay(random);
  const sale: Sale = {
    id,
    person: random() < 0.2 ? null : 1 + below(random, 30),
    product: pick(random, ['express', 'express', 'flagman', 'other']),
    amount: random() < 0.1 ? null : BigInt(below(random, 50_000_000)),
    currency: pick(random, ['KZT', 'KZT', 'KZT', 'USD', 'EUR']),
    team: randomTeam(random),
    at: instantOf(random, day),
    day,
    reversedAt: null,
    reversalDay: null,
    utm: utmOf(random),
  };
  facts.sales.set(id, sale);
  if (sale.person !== null)
    await sql`insert into people (id, name) overriding system value values (${sale.person}, ${`Person ${sale.person}`}) on conflict do nothing`.execute(
      db,
    );
  await sql`insert into deals (lead_id, name, updated_at) values (${id}, ${`Deal ${id}`}, now())`.execute(db);
  await sql`
    insert into all_sales_tracking (lead_id, lead_name, contact_name, contact_phone, product_key, product_name, pipeline_id, status_id, sale_amount, currency, amount_flag,
      team_id, attribution_id, person_id, sale_date, sale_date_provisional, sale_day)
    values (${id}, ${`Deal ${id}`}, ${`Buyer ${id}`}, ${`+7701000${1000 + id}`}, ${sale.product}, ${sale.product}, ${PIPELINE[sale.product]}, 142, ${cents(sale.amount)}, ${sale.currency},
      ${sale.amount === null ? 'unknown' : null}, ${sale.team}, ${await receipt(db, sale.team, sale.utm)}, ${sale.person}, ${sale.at}, false, ${day})`.execute(
    db,
  );
}

/** Refunded or paid again, credited to another team, priced, joined with its buyer, or dated anew. */
async function changeSale(db: Db, facts: Facts, random: Random): Promise<void> {
  const sale = facts.sales.get(1 + below(random, facts.sales.size));
  if (sale === undefined) return;
  const chance = random();
  if (chance < 0.5) {
    sale.reversedAt = sale.reversedAt === null ? instantOf(random, randomDay(random)) : null;
    sale.reversalDay = sale.reversedAt === null ? null : businessDayOf(sale.reversedAt, ZONE);
  } else if (chance < 0.7) sale.team = randomTeam(random);
  else if (chance < 0.8) sale.amount = BigInt(below(random, 50_000_000));
  else if (chance < 0.9) {
    sale.day = randomDay(random);
    sale.at = instantOf(random, sale.day);
  } else sale.person = [...facts.leads.values()][below(random, facts.leads.size)]?.person ?? null;
  const { team, amount, day, at, person, reversedAt, reversalDay } = sale;
  await sql`
    update all_sales_tracking set team_id = ${team}, attribution_id = ${await receipt(db, team, sale.utm)}, sale_amount = ${cents(amount)},
      amount_flag = ${amount === null ? 'unknown' : null}, sale_day = ${day}, sale_date = ${at}, person_id = ${person}, reversed_at = ${reversedAt},
      reversal_day = ${reversalDay}, reversal_reason = ${reversedAt === null ? null : 'lost'} where lead_id = ${sale.id}`.execute(
    db,
  );
}
