/** A reading that is remembered; `forget` makes the next call read again. */
export type Remembered<T> = (() => Promise<T>) & { forget(): void };

/**
 * Remembers the answer of `read` for `ttlMs`; callers at the same time share one reading. A failed reading
 * is not remembered.
 */
export function rememberFor<T>(ttlMs: number, read: () => Promise<T>): Remembered<T> {
  let current: { value: Promise<T>; until: number } | null = null;
  const remembered = (): Promise<T> => {
    if (current !== null && performance.now() < current.until) return current.value;
    const mine = { value: read(), until: performance.now() + ttlMs };
    current = mine;
    mine.value.catch(() => {
      if (current === mine) current = null;
    });
    return mine.value;
  };
  const forget = () => {
    current = null;
  };
  return Object.assign(remembered, { forget });
}

/**
 * Answers of `read` by key, shared by those who ask while one is being made; nothing is kept afterwards. Fifty open
 * screens that are told of the same change ask the same question at once.
 */
export function shareInFlight<T>(): (key: string, read: () => Promise<T>) => Promise<T> {
  const running = new Map<string, Promise<T>>();
  return (key, read) => {
    const shared = running.get(key);
    if (shared !== undefined) return shared;
    const mine = read().finally(() => running.delete(key));
    running.set(key, mine);
    return mine;
  };
}
