const SECRET = /pass(word)?$|password|secret|token$|token_|authorization|cookie|api_?key|credential|^link$/i;
const PERSONAL = /^(contact_|buyer_|user_)?(e_?mail|phone|contact_name|first_name|last_name)$/i;
const CUT = '[cut]';
const MOST_TEXT = 500;
const MOST_ITEMS = 50;
const MOST_DEPTH = 6;

/**
 * A copy of a value that may be kept for long: what is named like a secret or like a person's contact is cut, and what
 * is huge is shortened.
 */
export function withoutSecrets(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return value.length > MOST_TEXT ? `${value.slice(0, MOST_TEXT)}…` : value;
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return value;
  if (depth >= MOST_DEPTH) return CUT;
  if (Array.isArray(value)) {
    const items = value.slice(0, MOST_ITEMS).map((item) => withoutSecrets(item, depth + 1));
    return value.length > MOST_ITEMS ? [...items, `… ${value.length - MOST_ITEMS}`] : items;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      item !== null && (SECRET.test(key) || PERSONAL.test(key)) ? CUT : withoutSecrets(item, depth + 1),
    ]),
  );
}
