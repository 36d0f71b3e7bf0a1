/** What a hand does before it can use anything. */
const FIRST_SIGNS = ['pointermove', 'pointerdown', 'keydown'] as const;

/**
 * A part of the application that nobody needs to read a figure: fetched at the first sign of a hand, so that it is there
 * when the hand arrives. Who only looks never loads it.
 */
export function whenUsed<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  const once = (): Promise<T> => {
    loading ??= load();
    return loading;
  };
  // A failure here is told by whoever really needs the part, and asks again.
  const ahead = (): void => void load().catch(() => undefined);
  for (const sign of FIRST_SIGNS) document.addEventListener(sign, ahead, { once: true, passive: true });
  return once;
}
