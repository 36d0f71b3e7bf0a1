import { z } from 'zod';

/** Where the client takes its access token from. */
export type TokenSource = {
  /** The token to send now. @throws AmocrmError when there is none to be had */
  current(): Promise<string>;
  /** The newest token known here, at once: a request that waited for its turn takes it. Called after `current`. */
  latest(): string | null;
  /** Another token after AmoCRM refused this one; null when there is none: a person has to act. */
  renew(refused: string): Promise<string | null>;
};

/** A long-lived token of a private integration (JWT, up to 5 years): there is nothing to renew. */
export function longLivedToken(token: string): TokenSource {
  return { current: async () => token, latest: () => token, renew: async () => null };
}

const Claims = z.object({ exp: z.number().int().positive() });

/** When a JWT ends by its own `exp`; null when it is no JWT or does not say. Its signature is AmoCRM's to check. */
export function readTokenExpiry(token: string): Date | null {
  const [, payload = ''] = token.split('.');
  try {
    const claims = Claims.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
    return claims.success ? new Date(claims.data.exp * 1000) : null;
  } catch {
    return null;
  }
}
