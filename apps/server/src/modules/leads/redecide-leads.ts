import { type Kysely, sql } from 'kysely';
import type { Db, Schema } from '../../platform/database/index.ts';
import { decideTeam, holdRules, recordDecisions, sameDecision, type Touch } from '../attribution/index.ts';
import { type PersonTouch, touchesOf } from '../people/index.ts';
import type { Ledger } from '../sales/index.ts';

const BATCH = 500;

type Undecided = { id: string; origin: string; personId: string; basis: string; reason: string };

/**
 * Decides the leads again that had a touch but found no team, after something new is known: an ad that
 * Meta had not told us of when the lead came. In batches, each in a transaction of its own.
 */
export async function redecideUnattributedLeads(db: Db, ledger: Ledger): Promise<void> {
  const { rows } = await sql<Undecided>`
    select l.id, 'lead:' || l.source_id as origin, l.person_id as "personId", a.basis, a.reason
    from traffic_leads l join attributions a on a.id = l.attribution_id
    where l.team_id is null and a.reason in ('no_rule', 'conflict') order by l.id`.execute(db);
  for (let start = 0; start < rows.length; start += BATCH)
    await db.transaction().execute((trx) => redecide(trx, ledger, rows.slice(start, start + BATCH)));
}

async function redecide(trx: Kysely<Schema>, before: Ledger, leads: Undecided[]): Promise<void> {
  const ledger = { ...before, rules: await holdRules(trx, before.rules) };
  const touches = await touchesOf(
    trx,
    leads.map((lead) => lead.personId),
  );
  const moved = leads.flatMap((lead) => {
    const decision = decide(ledger, lead.origin, touches.get(lead.personId) ?? []);
    const stands = sameDecision({ ...lead, teamId: null, ruleId: null }, decision);
    return stands ? [] : [{ lead, decision }];
  });
  const ids = await recordDecisions(
    trx,
    ledger.rules,
    moved.map((entry) => entry.decision),
    ledger.now,
  );
  const updates = moved.map(({ lead, decision }, index) => ({
    id: lead.id,
    team_id: decision.teamId,
    attribution_id: ids[index],
  }));
  await sql`
    update traffic_leads l set team_id = u.team_id, attribution_id = u.attribution_id
    from jsonb_to_recordset(${JSON.stringify(updates)}::jsonb) as u (id bigint, team_id int, attribution_id bigint)
    where l.id = u.id`.execute(trx);
}

function decide(ledger: Ledger, origin: string, known: PersonTouch[]) {
  const touches: Touch[] = known;
  const touch = touches.find((one) => one.origin === origin) ?? null;
  return decideTeam(ledger.rules.compiled, {
    touch,
    personTouches: touches.filter((other) => other.origin !== origin),
    at: touch?.at ?? ledger.now,
    adLookup: ledger.rules.adLookup,
  });
}
