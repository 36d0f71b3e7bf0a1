import { sql, type Transaction } from 'kysely';
import type { Schema } from '../../platform/database/index.ts';
import { type Decision, decideTeam, type TeamQuestion, type Touch } from '../attribution/index.ts';
import { type PersonTouch, recordTouches, touchesOf } from '../people/index.ts';
import type { StoredDeal } from './fold-deal.ts';
import type { Ledger } from './ledger.ts';

type Question = { deal: StoredDeal; sale: { saleDate: Date } };

/**
 * Decides whose traffic brought each sale: by a person's own decision, by the deal's touch, then by the person's
 * earlier ad touches.
 * The deal's touch becomes one of its person's.
 *
 * @returns decisions in the order of the questions
 */
export async function decideTeams(
  trx: Transaction<Schema>,
  ledger: Ledger,
  questions: readonly Question[],
): Promise<Decision[]> {
  const touched = questions.map(({ deal, sale }) => ({ deal, sale, touch: dealTouch(deal, sale.saleDate) }));
  const own = new Map<string, PersonTouch>();
  for (const { deal, touch } of touched)
    if (deal.personId !== null && touch !== null && !own.has(touch.origin))
      own.set(touch.origin, { ...touch, personId: deal.personId });
  await recordTouches(trx, [...own.values()]);
  const people = touched.flatMap(({ deal }) => (deal.personId === null ? [] : [deal.personId]));
  const known = await touchesOf(trx, people);
  const manual = await manualAssignments(
    trx,
    questions.map(({ deal }) => deal.leadId),
  );
  return touched.map(({ deal, sale, touch }) => {
    const all = deal.personId === null ? [] : (known.get(deal.personId) ?? []);
    return decideTeam(ledger.rules.compiled, {
      manual: manual.get(deal.leadId) ?? null,
      touch,
      personTouches: all.filter((other) => other.origin !== touch?.origin).map(toTouch),
      at: sale.saleDate,
      adLookup: ledger.rules.adLookup,
    });
  });
}

function toTouch({ personId: _personId, ...touch }: PersonTouch): Touch {
  return touch;
}

/** The deal's own UTM as one touch, dated when the deal was made; null when the deal carries none. */
function dealTouch(deal: StoredDeal, saleDate: Date): Touch | null {
  const { utm_source, utm_medium, utm_campaign, utm_content, utm_term, fbclid } = deal.utm;
  const values = { utm_source, utm_medium, utm_campaign, utm_content, utm_term, fbclid };
  if (Object.values(values).every((value) => value === null)) return null;
  return { at: deal.createdAt ?? saleDate, origin: `deal:${deal.leadId}`, ...values };
}

type Manual = NonNullable<TeamQuestion['manual']>;

/** What people decided about these deals, by deal id; see modules/rules. */
async function manualAssignments(trx: Transaction<Schema>, leadIds: string[]): Promise<Map<string, Manual>> {
  const { rows } = await sql<{
    leadId: string;
    teamId: number;
    teamName: string;
    by: string;
    reason: string;
  }>`
    select m.lead_id as "leadId", m.team_id as "teamId", t.name as "teamName", m.assigned_by as by, m.reason
    from manual_assignments m join traffic_teams t on t.id = m.team_id
    where m.lead_id = any(${leadIds}::bigint[])`.execute(trx);
  return new Map(rows.map(({ leadId, ...manual }) => [leadId, manual]));
}
