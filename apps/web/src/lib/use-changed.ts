import { useEffect, useRef, useState } from 'react';

const HIGHLIGHT_MS = 1400;

/**
 * True for a moment after `value` changed under the reader's eyes. A change of `scope` (another period,
 * another currency) is the reader's own doing and is not highlighted.
 */
export function useChanged(value: unknown, scope: string): boolean {
  const last = useRef({ value, scope });
  const [changed, setChanged] = useState(false);
  useEffect(() => {
    const before = last.current;
    last.current = { value, scope };
    if (before.scope !== scope || before.value === value) return undefined;
    setChanged(true);
    const timer = setTimeout(() => setChanged(false), HIGHLIGHT_MS);
    return () => clearTimeout(timer);
  }, [value, scope]);
  return changed;
}
