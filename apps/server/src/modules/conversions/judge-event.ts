import type { ConversionReason } from '@traffic/contract';
import { type Consent, judgeConsent } from './judge-consent.ts';
import type { ConversionSettings } from './settings.ts';
import { type Identity, type UserData, userDataOf } from './user-data.ts';

/** An event and the facts it is told from, as they are now. */
export type EventFacts = {
  kind: 'purchase' | 'stage';
  key: string;
  name: string;
  at: Date;
  identity: Identity;
  consentTicked: boolean | null;
  consentAnswers: readonly string[] | null;
  deleted: boolean;
  /** Of a purchase: null for a stage, and when the sale is no longer in the ledger. */
  sale: { amount: string | null; currency: string; reversed: boolean } | null;
};

/** An event as it goes to Meta, before it is JSON. Money is a decimal text here. */
export type ReadyEvent = {
  event_name: string;
  event_time: number;
  event_id: string;
  action_source: 'system_generated';
  user_data: UserData;
  custom_data: { event_source: 'crm'; lead_event_source: 'AmoCRM'; value?: string; currency?: string };
};

export type EventVerdict =
  | { kind: 'ready'; event: ReadyEvent }
  /** May still become right: looked at again until it is too old. */
  | { kind: 'wait'; reason: ConversionReason }
  | { kind: 'refuse'; reason: ConversionReason };

/** Meta takes events of the last seven days. */
const OLDEST_MS = 7 * 86_400_000;
const AHEAD_MS = 60_000;

type Rules = Pick<ConversionSettings, 'consent_unknown' | 'consent_yes'>;

/**
 * Whether an event may be sent now. Checked here because one event that Meta does not take refuses its whole batch.
 * What Meta may not know or we do not know is never made up: no value, no currency, no person.
 */
export function judgeEvent(facts: EventFacts, rules: Rules, now: Date): EventVerdict {
  const ageMs = now.getTime() - facts.at.getTime();
  if (ageMs > OLDEST_MS) return refuse('too_old');
  if (facts.deleted) return refuse('deal_deleted');
  if (facts.kind === 'purchase' && (facts.sale === null || facts.sale.reversed)) return refuse('reversed');
  const consent = judgeConsent(facts.consentTicked, facts.consentAnswers, rules.consent_yes);
  if (consent === 'denied') return refuse('consent_denied');
  if (!mayTell(consent, rules)) return wait('consent_unknown');
  if (ageMs < -AHEAD_MS) return wait('in_future');
  if (facts.sale !== null && facts.sale.amount === null) return wait('value_unknown');
  const userData = userDataOf(facts.identity);
  if (Object.keys(userData).length === 0) return wait('no_identity');
  return { kind: 'ready', event: toEvent(facts, userData) };
}

const mayTell = (consent: Consent, rules: Rules) =>
  consent === 'granted' || (consent === 'unknown' && rules.consent_unknown === 'send');
const refuse = (reason: ConversionReason): EventVerdict => ({ kind: 'refuse', reason });
const wait = (reason: ConversionReason): EventVerdict => ({ kind: 'wait', reason });

function toEvent({ key, name, at, sale }: EventFacts, userData: UserData): ReadyEvent {
  const money = sale === null || sale.amount === null ? {} : { value: sale.amount, currency: sale.currency };
  return {
    event_name: name,
    event_time: Math.floor(at.getTime() / 1000),
    event_id: key,
    action_source: 'system_generated',
    user_data: userData,
    custom_data: { event_source: 'crm', lead_event_source: 'AmoCRM', ...money },
  };
}
