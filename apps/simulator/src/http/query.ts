/** One `key[a][b]=value` of a query string: `['key','a','b']` and the value. */
export interface QueryEntry {
  path: string[];
  value: string;
}

/** Reads PHP-style bracket keys of a URL, encoded or not, in order. */
export function queryEntries(url: string): QueryEntry[] {
  const mark = url.indexOf('?');
  if (mark === -1) return [];
  return [...new URLSearchParams(url.slice(mark + 1))].map(([key, value]) => ({
    path: key.replaceAll(']', '').split('['),
    value,
  }));
}

/** The last value of a plain key, undefined when absent or empty. */
export function single(entries: readonly QueryEntry[], key: string): string | undefined {
  const value = entries.findLast(({ path }) => path.length === 1 && path[0] === key)?.value;
  return value === '' ? undefined : value;
}

/** All values under a bracket path: `under(entries, 'filter', 'id')` reads `filter[id]`, `filter[id][]`, `filter[id][3]`. */
export function under(
  entries: readonly QueryEntry[],
  ...prefix: string[]
): { rest: string[]; value: string }[] {
  return entries
    .filter(({ path }) => prefix.every((part, index) => path[index] === part))
    .map(({ path, value }) => ({ rest: path.slice(prefix.length), value }));
}
