import { createHash, timingSafeEqual } from 'node:crypto';

const digest = (value: string) => createHash('sha256').update(value).digest();

/**
 * Checks the secret of a webhook address in constant time. Without a configured secret every caller
 * passes (diagnostics warn about it): AmoCRM can only sign by the address itself.
 */
export function createSecretCheck(configured: string | null): (given: string | undefined) => boolean {
  if (configured === null) return () => true;
  const expected = digest(configured);
  return (given) => timingSafeEqual(digest(given ?? ''), expected) && given !== undefined;
}
