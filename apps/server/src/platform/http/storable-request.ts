/** No request of ours is deeper; a deeper one is refused by its schema. */
const MOST_DEPTH = 12;

/**
 * What came in a query, a path or JSON, without what PostgreSQL can keep in no text: NUL and half characters. One such
 * character would turn an ordinary answer into an error of ours.
 */
export function storableRequest(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return isStorable(value) ? value : value.replaceAll('\0', '').toWellFormed();
  if (typeof value !== 'object' || value === null || depth >= MOST_DEPTH || Buffer.isBuffer(value))
    return value;
  if (Array.isArray(value)) return value.map((item) => storableRequest(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [storableRequest(key), storableRequest(item, depth + 1)]),
  );
}

const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed();
