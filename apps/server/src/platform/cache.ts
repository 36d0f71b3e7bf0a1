/**
 * Remembers the answer of `read` for `ttlMs`; callers at the same time share one reading. A failed reading
 * is not remembered.
 */
export function rememberFor<T>(ttlMs: number, read: () => Promise<T>): () => Promise<T> {
  let current: { value: Promise<T>; until: number } | null = null;
  return () => {
    if (current !== null && performance.now() < current.until) return current.value;
    const value = read();
    const mine = { value, until: performance.now() + ttlMs };
    current = mine;
    value.catch(() => {
      if (current === mine) current = null;
    });
    return value;
  };
}
