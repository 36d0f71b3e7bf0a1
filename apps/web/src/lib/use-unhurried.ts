import { useEffect, useState } from 'react';

/** So long the first screen has the server for itself. */
const UNHURRIED_MS = 1_500;

/** True a moment after the first screen, or at once when somebody scrolls; then it stays so. */
export function useUnhurried(): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const end = (): void => setOver(true);
    const timer = setTimeout(end, UNHURRIED_MS);
    document.addEventListener('scroll', end, { once: true, passive: true, capture: true });
    return () => {
      clearTimeout(timer);
      document.removeEventListener('scroll', end, { capture: true });
    };
  }, []);
  return over;
}
