/** What one form or contact says of a human: its name and keys such as `phone:+77011234567`. */
export type Origin = { origin: string; name: string | null; keys: readonly string[] };

/** A phone under more names than this is an office's, a school's or a made-up one: it joins nobody. */
const MAX_NAMES = 5;

/** Names that differ only in case, `ё` or spaces are one name; no name is no evidence of another human. */
export function foldName(name: string | null): string {
  return (name ?? '').normalize('NFKC').toLowerCase().replaceAll('ё', 'е').replaceAll(/\s+/g, ' ').trim();
}

/** Whether a key connects those who say it: an e-mail always, a phone unless too many names share it. */
export function keyJoins(key: string, names: Iterable<string | null>): boolean {
  if (!key.startsWith('phone:')) return true;
  return new Set([...names].map(foldName).filter((name) => name !== '')).size <= MAX_NAMES;
}

/**
 * The humans behind what was said: connected sets over keys that join. A pure function of the set of origins:
 * their order changes nothing.
 *
 * @returns groups of origins, each sorted, in the order of their first
 */
export function joinOrigins(origins: readonly Origin[]): string[][] {
  const parent = new Map(origins.map(({ origin }) => [origin, origin]));
  const rootOf = (origin: string): string => {
    const up = parent.get(origin) ?? origin;
    if (up === origin) return origin;
    const root = rootOf(up);
    parent.set(origin, root);
    return root;
  };
  const sayers = new Map<string, Origin[]>();
  for (const one of origins)
    for (const key of new Set(one.keys)) {
      const known = sayers.get(key);
      if (known) known.push(one);
      else sayers.set(key, [one]);
    }
  for (const [key, said] of sayers) {
    if (
      !keyJoins(
        key,
        said.map((one) => one.name),
      )
    )
      continue;
    for (const { origin } of said) parent.set(rootOf(origin), rootOf(said[0]?.origin ?? origin));
  }
  const groups = Map.groupBy(parent.keys(), rootOf);
  return [...groups.values()]
    .map((group) => group.sort())
    .sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1));
}
