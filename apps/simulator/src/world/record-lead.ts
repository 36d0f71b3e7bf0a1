import type { Academy } from './academy.ts';
import type { TeamPlan } from './campaigns.ts';
import { inventEmail, inventPhone, writeEmail, writePhone } from './contacts.ts';
import { openDeal } from './deals.ts';
import { inventName } from './names.ts';
import { firstStage } from './pipelines.ts';
import type { Rng } from './random.ts';
import { adTouch, conflictTouch, macroTouch, NO_TOUCH, ownedTouch } from './touches.ts';
import type { Deal, LandingLead, Person, Touch } from './types.ts';

const FIRST_CONTACT_ID = 62_000_001;
const FIRST_LEAD_ID = 100_001;

export interface NewApplication {
  person: Person;
  leads: LandingLead[];
  deal: Deal;
}

/**
 * A stranger clicks an ad, fills in the ProfTest, and the landing page opens a deal in AmoCRM a few seconds later. What the
 * deal knows about the ad may differ from what the landing page saw: that is the difficulty the product is for.
 */
export function recordLead(academy: Academy, plan: TeamPlan, atMs: number, rng: Rng): NewApplication {
  const person = createPerson(academy, atMs, rng);
  const day = academy.calendar.dayOf(atMs);
  const click = adTouch(plan, day, rng, academy.situations);
  const disputed = plan.team.words.filter((word) => academy.disputed.includes(word));
  const fate = rng.weighted({ ad: 77, none: 14, owned: 5, conflict: disputed.length > 0 ? 4 : 0, macro: 1 });
  const conflict = fate === 'conflict' ? conflictTouch(rng.pick(disputed)) : undefined;
  const owned = fate === 'owned' ? ownedTouch(academy.preset.owned_utm_sources, rng) : undefined;
  const leads = [createLead(academy, person, conflict ?? click, 'proftest', atMs, rng)];
  const dealAtMs = owned === undefined ? atMs + rng.int(1, 20) * 1000 : atMs + rng.int(30, 240) * 1000;
  if (owned !== undefined) leads.push(createLead(academy, person, owned, 'express', dealAtMs - 5000, rng));
  const own: Record<typeof fate, Touch> = {
    ad: click,
    none: NO_TOUCH,
    owned: owned ?? NO_TOUCH,
    conflict: conflict ?? NO_TOUCH,
    macro: macroTouch(),
  };
  return { person, leads, deal: openEntryDeal(academy, person, own[fate], dealAtMs) };
}

/** Somebody who called or wrote: a deal without any landing lead and without UTM. */
export function recordCaller(academy: Academy, atMs: number, rng: Rng): NewApplication {
  const person = createPerson(academy, atMs, rng);
  return { person, leads: [], deal: openEntryDeal(academy, person, NO_TOUCH, atMs) };
}

/** An application whose link lost its tags: nobody can be credited. */
export function recordStranger(academy: Academy, atMs: number, rng: Rng): NewApplication {
  const person = createPerson(academy, atMs, rng);
  const leads = [createLead(academy, person, NO_TOUCH, 'proftest', atMs, rng)];
  return { person, leads, deal: openEntryDeal(academy, person, NO_TOUCH, atMs + 5000) };
}

/** A known person comes again through another team's ad: a second touch, no second deal. */
export function recordReturn(
  academy: Academy,
  person: Person,
  plan: TeamPlan,
  atMs: number,
  rng: Rng,
): LandingLead {
  const touch = adTouch(plan, academy.calendar.dayOf(atMs), rng, academy.situations);
  return createLead(academy, person, touch, 'proftest', atMs, rng);
}

function createPerson(academy: Academy, atMs: number, rng: Rng): Person {
  const id = academy.world.people.size + 1;
  const value: Person = {
    id,
    contactId: FIRST_CONTACT_ID + id,
    name: inventName(rng),
    phoneDigits: inventPhone(id, rng),
    email: rng.chance(0.9) ? inventEmail(id, rng) : null,
    createdAtSec: Math.floor(atMs / 1000),
  };
  academy.world.put({ type: 'person', value });
  return value;
}

function createLead(
  academy: Academy,
  person: Person,
  touch: Touch,
  source: LandingLead['source'],
  atMs: number,
  rng: Rng,
): LandingLead {
  const value: LandingLead = {
    id: FIRST_LEAD_ID + academy.world.leads.size,
    personId: person.id,
    atMs,
    phone: writePhone(person.phoneDigits, rng),
    email: person.email === null ? null : writeEmail(person.email, rng),
    source,
    touch,
  };
  academy.world.put({ type: 'lead', value });
  return value;
}

function openEntryDeal(academy: Academy, person: Person, touch: Touch, atMs: number): Deal {
  return openDeal(academy, {
    personId: person.id,
    name: `Заявка с профтеста: ${person.name}`,
    pipelineId: academy.entry.pipeline_id,
    statusId: firstStage(academy, academy.entry.pipeline_id),
    price: academy.entry.expected_price,
    touch,
    atSec: Math.floor(atMs / 1000),
  });
}
