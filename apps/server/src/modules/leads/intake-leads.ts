import type { LandingLead as PostedLead } from '@traffic/contract';
import type { Transaction } from 'kysely';
import { businessDayOf } from '../../platform/business-day.ts';
import type { Db, Schema } from '../../platform/database/index.ts';
import { decideTeam, recordDecisions, type Touch } from '../attribution/index.ts';
import {
  markFirstLeads,
  type PersonTouch,
  recordTouches,
  resolvePeople,
  touchesOf,
  veilPeople,
} from '../people/index.ts';
import { holdLedger, type Ledger, redecideSales } from '../sales/index.ts';
import { eraseLeads } from './erase-leads.ts';
import { insertLandingLeads, insertTrafficLeads, type LandingLead } from './repo.ts';

/**
 * Takes applications from a landing page, all or none: stores them as they came, finds their people,
 * decides their teams, and decides again the sales that these people already made. A lead whose id is
 * known is a duplicate and changes nothing.
 */
export async function intakeLeads(
  db: Db,
  ledger: Ledger,
  posted: PostedLead[],
): Promise<{ accepted: number; duplicates: number }> {
  const leads = posted.map((lead): LandingLead => ({ ...lead, id: String(lead.id) }));
  return db.transaction().execute(async (trx) => {
    const held = await holdLedger(trx, ledger);
    const freshIds = await insertLandingLeads(trx, leads);
    const fresh = [
      ...new Map(leads.filter((lead) => freshIds.has(lead.id)).map((lead) => [lead.id, lead])).values(),
    ];
    if (fresh.length > 0) await recordLeads(trx, held, fresh);
    return { accepted: fresh.length, duplicates: leads.length - fresh.length };
  });
}

/** Finds the people and teams of stored applications and counts them as leads, inside the caller's transaction. */
export async function recordLeads(
  trx: Transaction<Schema>,
  ledger: Ledger,
  said: LandingLead[],
): Promise<void> {
  const people = await veilPeople(
    trx,
    ledger.veil,
    said.map((lead) => ({
      origin: `lead:${lead.id}`,
      name: lead.name ?? null,
      phones: present(lead.phone),
      emails: present(lead.email),
    })),
  );
  // Stored as they came a moment ago, in this transaction or by a landing page itself.
  await eraseLeads(
    trx,
    said.filter((_, index) => people[index]?.erased).map(({ id }) => id),
  );
  const leads = said.map((lead, index) => (people[index]?.erased ? veilLead(lead) : lead));
  const personIds = await resolvePeople(trx, people);
  const entries = leads.map((lead, index) => ({
    lead,
    personId: personIds[index] ?? '',
    touch: touchOf(lead),
  }));
  await recordTouches(
    trx,
    entries.map(({ personId, touch }): PersonTouch => ({ ...touch, personId })),
  );
  const known = await touchesOf(trx, personIds);
  const decisions = entries.map(({ personId, touch }) =>
    decideTeam(ledger.rules.compiled, {
      touch,
      personTouches: (known.get(personId) ?? []).filter((other) => other.origin !== touch.origin),
      at: touch.at,
      adLookup: ledger.rules.adLookup,
    }),
  );
  const attributionIds = await recordDecisions(trx, ledger.rules, decisions, ledger.now);
  await insertTrafficLeads(
    trx,
    entries.map(({ lead, personId, touch }, index) => ({
      source: 'landing',
      source_id: lead.id,
      person_id: personId,
      created_at: touch.at,
      business_day: businessDayOf(touch.at, ledger.academy.timezone),
      team_id: decisions[index]?.teamId ?? null,
      attribution_id: attributionIds[index] ?? '',
    })),
  );
  await ledger.announceLeads(
    trx,
    entries.map(({ lead, touch }) => ({ leadId: lead.id, createdAt: touch.at })),
  );
  await markFirstLeads(trx, personIds);
  await redecideSales(trx, ledger, personIds);
}

/** An application of an erased person: that there was a click stays known, and not which. */
function veilLead(lead: LandingLead): LandingLead {
  return { ...lead, name: null, phone: null, email: null, fbclid: lead.fbclid ? 'erased' : null };
}

const present = (value: string | null | undefined): string[] => (value ? [value] : []);

function touchOf(lead: LandingLead): Touch {
  return {
    at: new Date(lead.created_at),
    origin: `lead:${lead.id}`,
    utm_source: lead.utm_source ?? null,
    utm_medium: lead.utm_medium ?? null,
    utm_campaign: lead.utm_campaign ?? null,
    utm_content: lead.utm_content ?? null,
    utm_term: lead.utm_term ?? null,
    fbclid: lead.fbclid ?? null,
    landing_source: lead.source,
  };
}
