import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';

const EMAIL = /^[^\s@<>(),;:"]+@[^\s@<>(),;:".]+(\.[^\s@<>(),;:".]+)+$/;
const MAX_EMAIL = 254;
const MAX_RAW_PHONE = 60;

/** "+7 777 777 77 77", "8 700 000 00 00": typed to get past a form, shared by strangers. */
const PLACEHOLDER = /(\d)\1{6}$/;

/**
 * A phone as typed, in E.164 (`+77011234567`), or null when it is not a valid number or only a
 * placeholder: people are joined by it, and a wrong join mixes two buyers. In Kazakhstan 8 7xx, +7 7xx,
 * 7 7xx and a bare 7xx are the same number. Callers keep the raw text.
 */
export function normalisePhone(raw: string | null | undefined, country: CountryCode = 'KZ'): string | null {
  if (!raw || raw.length > MAX_RAW_PHONE) return null;
  const parsed = parsePhoneNumberFromString(raw, country);
  if (!parsed?.isValid() || PLACEHOLDER.test(parsed.number)) return null;
  return parsed.number;
}

/** An e-mail trimmed and lower-cased, or null when it does not have the shape of one. */
export function normaliseEmail(raw: string | null | undefined): string | null {
  const email = raw?.trim().toLowerCase() ?? '';
  return email.length <= MAX_EMAIL && EMAIL.test(email) ? email : null;
}
