import { createHash } from 'node:crypto';
import { normaliseEmail, normalisePhone } from '../../platform/phone.ts';

/** What is known of the person behind an event. */
export type Identity = {
  emails: readonly string[];
  phones: readonly string[];
  /** The click that brought them, and when it was first seen; null when no touch has one. */
  click: { fbclid: string; firstSeenAt: Date } | null;
  /** Meta's own id of a lead of its forms, from the deal's field. */
  metaLeadId: string | null;
};

/** `user_data` of the Conversions API. Absent keys are unknown. */
export type UserData = { em?: string[]; ph?: string[]; fbc?: string; lead_id?: string };

/**
 * Meta's form of a phone before hashing: digits with the country code; null when it is no phone. With a + the code is
 * there already; without one the number is one of Kazakhstan.
 */
export function phoneDigits(phone: string): string | null {
  const given = phone.trim();
  const digits = (given.startsWith('+') ? given : (normalisePhone(given) ?? '')).replaceAll(/\D/g, '');
  return /^[1-9]\d{6,14}$/.test(digits) ? digits : null;
}

/** SHA-256 in lower-case hex, as Meta asks for what it may not read. */
export function hashed(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A click id as Meta's cookie would hold it. Case-sensitive, never hashed; null when it is no click id at all. */
export function clickCookie(click: Identity['click']): string | null {
  if (click === null || !/^[\w-]{10,500}$/.test(click.fbclid)) return null;
  return `fb.1.${click.firstSeenAt.getTime()}.${click.fbclid}`;
}

/** Everything Meta may know a person by; empty when there is nothing. */
export function userDataOf(identity: Identity): UserData {
  const em = unique(identity.emails.flatMap((email) => normaliseEmail(email) ?? []));
  const ph = unique(identity.phones.flatMap((phone) => phoneDigits(phone) ?? []));
  const fbc = clickCookie(identity.click);
  const leadId = identity.metaLeadId?.trim() ?? '';
  return {
    ...(em.length > 0 ? { em: em.map(hashed) } : {}),
    ...(ph.length > 0 ? { ph: ph.map(hashed) } : {}),
    ...(fbc === null ? {} : { fbc }),
    ...(/^\d{15,17}$/.test(leadId) ? { lead_id: leadId } : {}),
  };
}

const unique = (texts: readonly string[]) => [...new Set(texts)];
