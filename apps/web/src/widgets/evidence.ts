const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;

/**
 * Evidence of a receipt as names and texts. Nested facts get dotted names (`ad.id`), lists are joined,
 * instants are told by `dateTime`, and what is null or empty is left out.
 */
export function evidenceRows(
  evidence: Record<string, unknown>,
  dateTime: (iso: string) => string,
  prefix = '',
): [name: string, value: string][] {
  return Object.entries(evidence).flatMap(([key, value]): [string, string][] => {
    const name = prefix + key;
    if (value === null || value === undefined || value === '') return [];
    if (Array.isArray(value)) {
      return evidenceRows(
        Object.fromEntries(value.map((item, index) => [index + 1, item])),
        dateTime,
        `${name}.`,
      );
    }
    if (typeof value === 'object') return evidenceRows({ ...value }, dateTime, `${name}.`);
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return [[name, INSTANT.test(text) ? dateTime(text) : text]];
  });
}
