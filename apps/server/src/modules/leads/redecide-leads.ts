import { sql, type Transaction } from 'kysely';
import type { Db, Schema } from '../../platform/database/index.ts';
import {
  decideTeam,
  mayMove,
  movedAds,
  recordDecisions,
  sameDecision,
  type Touch,
} from '../attribution/index.ts';
import { type PersonTouch, touchesOf } from '../people/index.ts';
import { holdLedger, type Ledger, redecideSales } from '../sales/index.ts';

const BATCH = 500;

type StoredLead = {
  id: string;
  origin: string;
  personId: string;
  createdAt: Date;
  teamId: number | null;
  ruleId: number | null;
  basis: string;
  reason: string | null;
};

const LEADS = sql`
  select l.id, 'lead:' || l.source_id as origin, l.person_id as "personId", l.created_at as "createdAt", a.team_id as "teamId",
    a.rule_id as "ruleId", a.basis, a.reason
  from traffic_leads l join attributions a on a.id = l.attribution_id`;

/**
 * Decides the leads again that had a touch but found no team, and those whose ad is another team's now; see
 * `redecideSalesOfAds`.
 */
export async function redecideLeadsOfAds(db: Db, ledger: Ledger): Promise<void> {
  const { rows } = await sql<StoredLead>`
    ${LEADS} where ${mayMove(await movedAds(db, ledger.rules))} order by l.id`.execute(db);
  for (let start = 0; start < rows.length; start += BATCH)
    await db.transaction().execute((trx) => redecide(trx, ledger, rows.slice(start, start + BATCH)));
}

/**
 * Decides the leads and sales again of persons who were joined or separated, until none is left. In batches,
 * each in a transaction of its own; any number of processes may do it.
 *
 * @returns how many persons were settled
 */
export async function settlePeople(db: Db, ledger: Ledger): Promise<number> {
  for (let settled = 0; ; ) {
    const count = await db.transaction().execute(async (trx) => {
      const held = await holdLedger(trx, ledger);
      const queued = await sql<{ person_id: string }>`
        delete from people_to_settle where person_id in (
          select person_id from people_to_settle order by person_id limit ${BATCH} for update skip locked)
        returning person_id`.execute(trx);
      const people = queued.rows.map((row) => row.person_id);
      if (people.length === 0) return 0;
      const { rows } = await sql<StoredLead>`
        ${LEADS} where l.person_id = any(${people}::bigint[]) order by l.id`.execute(trx);
      await redecide(trx, held, rows);
      await redecideSales(trx, held, people);
      return people.length;
    });
    settled += count;
    if (count === 0) return settled;
  }
}

async function redecide(trx: Transaction<Schema>, before: Ledger, leads: StoredLead[]): Promise<void> {
  const ledger = await holdLedger(trx, before);
  const touches = await touchesOf(
    trx,
    leads.map((lead) => lead.personId),
  );
  const moved = leads.flatMap((lead) => {
    const decision = decide(ledger, lead, touches.get(lead.personId) ?? []);
    const stands = sameDecision(lead, decision);
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

function decide(ledger: Ledger, { origin, createdAt }: StoredLead, known: PersonTouch[]) {
  const touches: Touch[] = known;
  const touch = touches.find((one) => one.origin === origin) ?? null;
  return decideTeam(ledger.rules.compiled, {
    touch,
    personTouches: touches.filter((other) => other.origin !== origin),
    at: touch?.at ?? createdAt,
    adLookup: ledger.rules.adLookup,
  });
}
