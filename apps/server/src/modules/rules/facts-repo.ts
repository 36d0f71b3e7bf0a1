import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../platform/database/index.ts';
import type { Touch } from '../attribution/index.ts';
import type { FactKind, Run } from './run.ts';

/** A receipt as far as it says whether another decision is the same. */
export type StoredReceipt = {
  attributionId: string;
  teamId: number | null;
  ruleId: number | null;
  basis: string;
  reason: string | null;
  /** Who tied, of a conflict; null of everything else. */
  tied: { rule_id: number }[] | null;
};

/** A sale or lead with the receipt it stands on; its person's touches are loaded apart, when they matter. */
export type FactRow = {
  id: string;
  personId: string | null;
  at: Date;
  stored: StoredReceipt;
  /** Of an undo: the receipt before the version that is taken back. */
  earlier: StoredReceipt | null;
  touch: Touch | null;
  manual: { teamId: number; teamName: string; by: string; reason: string } | null;
};

/** Which facts: those behind an id, or these. */
export type FactRange = { after: string; limit: number } | { ids: string[] };

/** Loads facts in the order of their ids, in one statement. */
export async function loadFacts(
  db: Db,
  kind: FactKind,
  range: FactRange,
  undone: Run['undone'],
): Promise<FactRow[]> {
  const { rows } = await (kind === 'sale' ? sales(range, undone) : leads(range, undone)).execute(db);
  return rows.map(toFact);
}

type Flat = {
  id: string;
  person_id: string | null;
  at: Date;
  origin: string | null;
  touched_at: Date | null;
  utm_source: string | null;
  utm_medium: string | null;
  utm_campaign: string | null;
  utm_content: string | null;
  utm_term: string | null;
  fbclid: string | null;
  landing_source: string | null;
  attribution_id: string;
  team_id: number | null;
  rule_id: number | null;
  basis: string;
  reason: string | null;
  tied: StoredReceipt['tied'];
  earlier: StoredReceipt | null;
  manual: FactRow['manual'];
};

const RECEIPT = sql`
  a.id as attribution_id, a.team_id, a.rule_id, a.basis, a.reason,
  case when a.reason = 'conflict' then a.rejected end as tied`;

function inRange(column: RawBuilder<unknown>, range: FactRange): RawBuilder<unknown> {
  return 'ids' in range
    ? sql`${column} = any(${range.ids}::bigint[]) order by ${column}`
    : sql`${column} > ${range.after}::bigint order by ${column} limit ${range.limit}`;
}

/** The receipt a fact had before the version that is taken back. */
function earlierReceipt(kind: FactKind, fact: RawBuilder<unknown>, undone: Run['undone']) {
  if (undone === null) return { columns: sql`null::jsonb as earlier`, join: sql`` };
  return {
    columns: sql`case when e.id is not null then jsonb_build_object('attributionId', e.id::text, 'teamId', e.team_id,
      'ruleId', e.rule_id, 'basis', e.basis, 'reason', e.reason,
      'tied', case when e.reason = 'conflict' then e.rejected end) end as earlier`,
    join: sql`
      left join rule_moves u on u.run_id = ${undone.runId} and u.kind = ${kind} and u.fact_id = ${fact}
      left join attributions e on e.id = u.from_attribution_id`,
  };
}

/** A deal carries one touch of its own when any of its UTM values is there; see modules/sales. */
function sales(range: FactRange, undone: Run['undone']) {
  const earlier = earlierReceipt('sale', sql`s.id`, undone);
  return sql<Flat>`
    select s.id, s.person_id, s.sale_date as at,
      case when num_nonnulls(d.utm_source, d.utm_medium, d.utm_campaign, d.utm_content, d.utm_term, d.fbclid) > 0
        then 'deal:' || s.lead_id end as origin,
      coalesce(d.created_at, s.sale_date) as touched_at,
      d.utm_source, d.utm_medium, d.utm_campaign, d.utm_content, d.utm_term, d.fbclid, null as landing_source,
      ${RECEIPT}, ${earlier.columns},
      case when m.lead_id is not null then jsonb_build_object(
        'teamId', m.team_id, 'teamName', mt.name, 'by', m.assigned_by, 'reason', m.reason) end as manual
    from all_sales_tracking s
    join attributions a on a.id = s.attribution_id
    join deals d on d.lead_id = s.lead_id
    left join manual_assignments m on m.lead_id = s.lead_id
    left join traffic_teams mt on mt.id = m.team_id
    ${earlier.join}
    where ${inRange(sql`s.id`, range)}`;
}

function leads(range: FactRange, undone: Run['undone']) {
  const earlier = earlierReceipt('lead', sql`l.id`, undone);
  return sql<Flat>`
    select l.id, l.person_id, coalesce(t.at, l.created_at) as at, t.origin, t.at as touched_at,
      t.utm_source, t.utm_medium, t.utm_campaign, t.utm_content, t.utm_term, t.fbclid, t.landing_source,
      ${RECEIPT}, ${earlier.columns}, null::jsonb as manual
    from traffic_leads l
    join attributions a on a.id = l.attribution_id
    left join touches t on t.origin = 'lead:' || l.source_id
    ${earlier.join}
    where ${inRange(sql`l.id`, range)}`;
}

function toFact(row: Flat): FactRow {
  const { utm_source, utm_medium, utm_campaign, utm_content, utm_term, fbclid, landing_source } = row;
  const utm = { utm_source, utm_medium, utm_campaign, utm_content, utm_term, fbclid, landing_source };
  return {
    id: row.id,
    personId: row.person_id,
    at: row.at,
    stored: {
      attributionId: row.attribution_id,
      teamId: row.team_id,
      ruleId: row.rule_id,
      basis: row.basis,
      reason: row.reason,
      tied: row.tied,
    },
    earlier: row.earlier,
    touch: row.origin === null ? null : { ...utm, origin: row.origin, at: row.touched_at ?? row.at },
    manual: row.manual,
  };
}

/**
 * Ids of the facts whose decision may have another ground than when they were staged: they, their deal, its
 * manual assignment or a touch of their person were written since.
 */
export async function changedFacts(
  db: Db,
  kind: FactKind,
  written: (table: string) => RawBuilder<boolean>,
): Promise<string[]> {
  const people = sql`(select t.person_id from touches t where ${written('t')})`;
  const { rows } =
    kind === 'sale'
      ? await sql<{ id: string }>`
        select s.id from all_sales_tracking s
        join deals d on d.lead_id = s.lead_id
        left join manual_assignments m on m.lead_id = s.lead_id
        where ${written('s')} or ${written('d')} or (m.lead_id is not null and ${written('m')})
          or s.person_id in ${people}
        order by s.id`.execute(db)
      : await sql<{ id: string }>`
        select l.id from traffic_leads l where ${written('l')} or l.person_id in ${people}
        order by l.id`.execute(db);
  return rows.map((row) => row.id);
}
