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
