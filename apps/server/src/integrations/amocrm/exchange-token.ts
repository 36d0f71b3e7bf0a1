import { z } from 'zod';
import { AmocrmError, toAmocrmError } from './amocrm-error.ts';
import type { Gate } from './gate.ts';
import { send } from './send.ts';

const TIMEOUT_MS = 20_000;

export type TokenPair = { accessToken: string; refreshToken: string; expiresInSeconds: number };

const Answer = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.number().int().positive(),
});

/**
 * POST /oauth2/access_token: a new pair for a refresh token, which is spent by it (an access token lives 24
 * hours, a refresh token 3 months). Asked once, never repeated here: whether a lost answer spent the token
 * is for the caller to find out.
 *
 * @see https://www.amocrm.ru/developers/content/oauth/step-by-step
 * @throws AmocrmError; `unauthorized` when the refresh token is spent, revoked or not this integration's
 */
export async function exchangeRefreshToken(
  options: {
    baseUrl: string;
    clientId: string;
    clientSecret: string;
    /** As the integration's settings say: AmoCRM compares it. */
    redirectUri: string;
    gate: Gate;
    fetch?: typeof globalThis.fetch;
  },
  refreshToken: string,
): Promise<TokenPair> {
  await options.gate.acquire('urgent');
  const url = new URL(`${options.baseUrl.replace(/\/$/, '')}/oauth2/access_token`);
  const { status, headers, body } = await send(
    url,
    {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({
        client_id: options.clientId,
        client_secret: options.clientSecret,
        grant_type: 'refresh_token',
        refresh_token: refreshToken,
        redirect_uri: options.redirectUri,
      }),
    },
    { fetch: options.fetch ?? globalThis.fetch, timeoutMs: TIMEOUT_MS },
  );
  if (status < 200 || status > 299) throw refusal(toAmocrmError(status, headers, body));
  return readPair(status, body);
}

/** A spent refresh token was seen as 401 ("Token has been revoked"), a malformed one as 400: both are the token. */
function refusal(error: AmocrmError): AmocrmError {
  if (error.kind !== 'unexpected' || error.upstreamStatus !== 400) return error;
  return new AmocrmError('unauthorized', { status: 400, cause: error });
}

function readPair(status: number, body: string): TokenPair {
  const answer = Answer.safeParse(parseJson(body));
  // Nothing of the body goes into the error: it may hold the tokens.
  if (!answer.success) throw new AmocrmError('unexpected', { status });
  const { access_token, refresh_token, expires_in } = answer.data;
  return { accessToken: access_token, refreshToken: refresh_token, expiresInSeconds: expires_in };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
