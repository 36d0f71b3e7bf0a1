import type { AmocrmClient, Contact } from '../../integrations/amocrm/index.ts';
import { normaliseEmail, normalisePhone } from '../../platform/phone.ts';
import { recordReadDeals } from '../sales/index.ts';
import { leadsToLookUp, markAsked, type Unmatched, unknownDealIds } from './matches-repo.ts';
import type { SyncDeps } from './sync-deps.ts';

/** One request each: at five a second a run spends 20 seconds on them. */
const MAX_LOOK_UPS = 100;
const ASK_AGAIN_MS = 7 * 24 * 3_600_000;
const MAX_DEALS = 250;

/**
 * Asks the CRM for what our tables do not have: deals that the landing side names, and contacts with the phone or
 * e-mail of leads that have no deal, newest first. Their deals come in by the path of all deals.
 *
 * @returns how many leads and deals were asked for; 0 without a CRM
 */
export async function lookUpLeads(deps: Omit<SyncDeps, 'landing'>): Promise<number> {
  const { db, amocrm, clock } = deps;
  if (amocrm === null) return 0;
  const now = clock.now();
  const named = await unknownDealIds(db, MAX_DEALS);
  if (named.length > 0) await read(deps, amocrm, named);
  const leads = await leadsToLookUp(db, {
    askedBefore: new Date(now.getTime() - ASK_AGAIN_MS),
    limit: MAX_LOOK_UPS,
  });
  for (const lead of leads) {
    const dealIds = await dealsOf(amocrm, lead);
    if (dealIds.length > 0) await read(deps, amocrm, dealIds.slice(0, MAX_DEALS));
    await markAsked(db, lead.id, now);
  }
  return named.length + leads.length;
}

async function read(deps: Omit<SyncDeps, 'landing'>, amocrm: AmocrmClient, dealIds: string[]): Promise<void> {
  const readAt = deps.clock.now();
  const facts = await amocrm.leadsByIds(dealIds);
  await recordReadDeals({ ...deps, amocrm }, await deps.ledger(), facts, readAt);
}

/** Deals of the contacts that have the lead's phone or, when none has, its e-mail. */
async function dealsOf(amocrm: AmocrmClient, lead: Unmatched): Promise<string[]> {
  const phone = normalisePhone(lead.phone);
  const email = normaliseEmail(lead.email);
  const byPhone =
    phone === null
      ? []
      : await search(amocrm, phone.slice(-10), (contact) =>
          contact.phones.some((one) => normalisePhone(one) === phone),
        );
  if (byPhone.length > 0 || email === null) return byPhone;
  return search(amocrm, email, (contact) => contact.emails.some((one) => normaliseEmail(one) === email));
}

/** AmoCRM also finds what only looks like the text: each contact is compared. */
async function search(
  amocrm: AmocrmClient,
  text: string,
  isMeant: (contact: Contact) => boolean,
): Promise<string[]> {
  const contacts = await amocrm.findContacts(text);
  return contacts.filter(isMeant).flatMap((contact) => contact.dealIds);
}
