/** A school of the simulator with planted troubles, its facts written as what the product would have made of them. For tests. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { type Academy, openAcademy } from '../../../simulator/src/world/academy.ts';
import { addDays, daysBetween } from '../../../simulator/src/world/calendar.ts';
import { creditOfLead } from '../../../simulator/src/world/credit.ts';
import { generateHistory } from '../../../simulator/src/world/generate-history.ts';
import { parsePreset } from '../../../simulator/src/world/preset.ts';
import { salesOf } from '../../../simulator/src/world/sales.ts';
import type { SituationKind } from '../../../simulator/src/world/situations.ts';
import { deliveryOn } from '../../../simulator/src/world/spend.ts';
import type { Deal, Touch } from '../../../simulator/src/world/types.ts';
import { rebuildRollups } from '../modules/analytics/index.ts';
import type { Db } from '../platform/database/index.ts';
import { createTestServer, type TestServer } from './running-server.ts';

/** Friday, 16:00 in Almaty. */
export const SCHOOL_NOW = new Date('2026-11-20T11:00:00Z');
const HISTORY_DAYS = 75;
const PRESET = join(import.meta.dirname, '../../../../presets/onai-academy.json');
/** One dollar, every day: a rate that moved would be a trouble nobody planted. */
const RATE = 500;

export type School = { server: TestServer; teams: string[] };

/**
 * @param planted the troubles, each on a team of its own called after it; `steady` teams have none
 * @param env of the server, such as a model's address
 */
export async function openSchool(
  planted: readonly SituationKind[],
  options: { seed?: number; steady?: number; env?: Record<string, string> } = {},
): Promise<School> {
  const steady = Array.from({ length: options.steady ?? 0 }, (_, index) => `steady-${index}`);
  const teams = [...planted.map((kind) => kind.replaceAll('_', '-')), ...steady];
  const preset = await presetOf(teams);
  const folder = await mkdtemp(join(tmpdir(), 'traffic-school-'));
  const path = join(folder, 'preset.json');
  await writeFile(path, JSON.stringify(preset));
  const server = await createTestServer({ now: () => SCHOOL_NOW, env: { ...options.env, PRESET: path } });
  await rm(folder, { recursive: true });
  const academy = openAcademy(options.seed ?? 1, parsePreset(preset), false, {
    planted: planted.map((kind) => ({ kind, team: kind.replaceAll('_', '-') })),
    lively: false,
    anchorDay: '2026-11-20',
  });
  generateHistory(academy, SCHOOL_NOW.getTime(), HISTORY_DAYS);
  await writeFacts(server.context.db, academy, HISTORY_DAYS);
  return { server, teams };
}

/** The lively school of the demonstration, whose months are not alike: for what has to live with that. */
export async function openDemoSchool(
  historyDays: number,
  planted: { kind: SituationKind; team: string }[] = [],
): Promise<TestServer> {
  const server = await createTestServer({ now: () => SCHOOL_NOW });
  const academy = openAcademy(1, parsePreset(JSON.parse(await readFile(PRESET, 'utf8'))), false, {
    ...{ planted, lively: true, anchorDay: '2026-11-20' },
  });
  generateHistory(academy, SCHOOL_NOW.getTime(), historyDays);
  await writeFacts(server.context.db, academy, historyDays);
  return server;
}

async function presetOf(teams: readonly string[]): Promise<object> {
  const preset = JSON.parse(await readFile(PRESET, 'utf8')) as { teams: object[] };
  const [template] = preset.teams;
  return {
    ...preset,
    teams: teams.map((slug, index) => ({
      ...template,
      ...{ name: `Team ${slug}`, slug, ad_accounts: [`act_${1000 + index}`], utm_sources: [`fb_${slug}`] },
      ...{ names: [`name${index}x`], words: [], weak_words: [] },
    })),
  };
}

async function writeFacts(db: Db, academy: Academy, historyDays: number): Promise<void> {
  const teams = await db.selectFrom('traffic_teams').select(['id', 'slug']).execute();
  const idOf = new Map(teams.map(({ id, slug }) => [slug, id]));
  const teamOf = (slug: string | null) => (slug === null ? null : (idOf.get(slug) ?? null));
  const { dayOf } = academy.calendar;
  await db.updateTable('ad_accounts').set({ synced_at: SCHOOL_NOW }).execute();
  // The landing pages are heard of by their own table.
  await sql`insert into landing_leads (id, source, created_at) values ('last', 'proftest', ${SCHOOL_NOW})`.execute(
    db,
  );
  await sql`insert into exchange_rates (currency, rate_date, rate, source, published_on, fetched_at)
    select 'USD', day, ${RATE}, 'nbk', day, ${SCHOOL_NOW}
    from generate_series(${SCHOOL_NOW}::date - ${historyDays + 1}::int, ${SCHOOL_NOW}::date, '1 day') day`.execute(
    db,
  );
  await writeSpend(db, academy, historyDays, teamOf);
  const leads = [...academy.world.leads.values()].map((lead) => ({
    ...{ id: lead.id, person: lead.personId, at: new Date(lead.atMs).toISOString(), day: dayOf(lead.atMs) },
    ...{ team: teamOf(creditOfLead(academy, lead).team), utm: utmOf(lead.touch) },
  }));
  const sales = salesOf(academy).map(({ deal, product, soldAtSec, reversedAtSec, credit }) => ({
    ...{ id: deal.id, person: deal.personId, product, amount: deal.price, team: teamOf(credit.team) },
    ...{ at: new Date(soldAtSec * 1000).toISOString(), day: dayOf(soldAtSec * 1000) },
    back: reversedAtSec === null ? null : dayOf(reversedAtSec * 1000),
    utm: utmOf(creditedTouch(academy, deal)),
  }));
  await writePeople(db, [...leads, ...sales]);
  await writeReceipts(db, 'lead', leads);
  await writeReceipts(db, 'sale', sales);
  await writeLeads(db, leads);
  await writeSales(db, sales);
  await sql`analyze`.execute(db);
  await rebuildRollups(db);
}

/** The deal's own ad, else the last ad the person came by, as the product decides it. */
function creditedTouch(academy: Academy, deal: Deal): Touch {
  if (deal.touch.kind === 'ad') return deal.touch;
  const earlier = academy.world.leadsOf(deal.personId).filter(({ touch }) => touch.kind === 'ad');
  return earlier.at(-1)?.touch ?? deal.touch;
}

function utmOf({ utm }: Touch) {
  const { utm_source, utm_medium, utm_campaign, utm_content, utm_term } = utm;
  return { utm_source, utm_medium, utm_campaign, utm_content, utm_term };
}

async function writeSpend(
  db: Db,
  academy: Academy,
  historyDays: number,
  teamOf: (slug: string) => number | null,
): Promise<void> {
  const today = academy.calendar.dayOf(SCHOOL_NOW.getTime());
  const rows = daysBetween(addDays(today, -historyDays), today).flatMap((day) =>
    deliveryOn(academy, day, SCHOOL_NOW.getTime()).map(({ ad, spendCents, impressions, clicks }) => ({
      ...{
        account_id: ad.accountId,
        ad_id: ad.id,
        ad_name: ad.name,
        adset_id: ad.adsetId,
        adset_name: ad.adsetName,
      },
      ...{ campaign_id: ad.campaignId, campaign_name: ad.campaignName, day, impressions, clicks },
      ...{
        spend: (spendCents / 100).toFixed(2),
        kzt: ((spendCents * RATE) / 100).toFixed(2),
        team: teamOf(ad.team),
      },
    })),
  );
  await sql`
    insert into traffic_stats (account_id, ad_id, day, ad_name, adset_id, adset_name, campaign_id, campaign_name, spend, currency,
      spend_kzt, rate, rate_date, impressions, clicks, team_id, basis, synced_at)
    select account_id, ad_id, day, ad_name, adset_id, adset_name, campaign_id, campaign_name, spend, 'USD', kzt, ${RATE}, day,
      impressions, clicks, team, 'ad_account', ${SCHOOL_NOW}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (account_id text, ad_id text, day date, ad_name text, adset_id text,
      adset_name text, campaign_id text, campaign_name text, spend numeric, kzt numeric, impressions bigint, clicks bigint, team integer)`.execute(
    db,
  );
}

type Person = { person: number };
async function writePeople(db: Db, rows: readonly Person[]): Promise<void> {
  const people = [...new Set(rows.map(({ person }) => person))];
  await sql`
    insert into people (id, name) overriding system value select i, 'Person ' || i from unnest(${people}::bigint[]) i`.execute(
    db,
  );
}

type Credited = { id: number; team: number | null; utm: object };
const RECEIPTS = { lead: 1_000_000_000, sale: 2_000_000_000 };

async function writeReceipts(db: Db, of: keyof typeof RECEIPTS, rows: readonly Credited[]): Promise<void> {
  const receipts = rows.map(({ id, team, utm }) => ({ id: RECEIPTS[of] + id, team, evidence: { utm } }));
  await sql`
    insert into attributions (id, team_id, confidence, basis, reason, rule_version, evidence, rejected, decided_at) overriding system value
    select id, team, case when team is not null then 'high' end, case when team is null then 'none' else 'deal_touch' end,
      case when team is null then 'no_rule' end, 1, evidence, '[]', ${SCHOOL_NOW}
    from jsonb_to_recordset(${JSON.stringify(receipts)}::jsonb) as r (id bigint, team integer, evidence jsonb)`.execute(
    db,
  );
}

type Lead = Credited & Person & { at: string; day: string };
async function writeLeads(db: Db, leads: readonly Lead[]): Promise<void> {
  await sql`
    insert into traffic_leads (source, source_id, person_id, created_at, business_day, team_id, attribution_id, is_first)
    select 'landing', id::text, person, at, day, team, ${RECEIPTS.lead}::bigint + id,
      row_number() over (partition by person order by at, id) = 1
    from jsonb_to_recordset(${JSON.stringify(leads)}::jsonb) as r (id bigint, person bigint, at timestamptz, day date, team integer)`.execute(
    db,
  );
}

type Sale = Lead & { product: string; amount: number | null; back: string | null };
async function writeSales(db: Db, sales: readonly Sale[]): Promise<void> {
  const rows = JSON.stringify(sales);
  await sql`
    insert into deals (lead_id, name, updated_at)
    select id, 'Deal ' || id, at from jsonb_to_recordset(${rows}::jsonb) as r (id bigint, at timestamptz)`.execute(
    db,
  );
  await sql`
    insert into all_sales_tracking (lead_id, product_key, product_name, pipeline_id, status_id, sale_amount, currency, amount_flag,
      team_id, attribution_id, person_id, sale_date, sale_date_provisional, sale_day, reversed_at, reversal_day, reversal_reason)
    select id, product, product, 10350882, 142, amount, 'KZT', case when amount is null then 'unknown' end, team,
      ${RECEIPTS.sale}::bigint + id, person, at, false, day, back::timestamptz, back, case when back is not null then 'lost' end
    from jsonb_to_recordset(${rows}::jsonb) as r (id bigint, person bigint, product text, amount numeric, team integer, at timestamptz,
      day date, back date)`.execute(db);
}
