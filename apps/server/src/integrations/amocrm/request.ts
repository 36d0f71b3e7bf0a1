import { DelegateBackoff, handleWhen, retry } from 'cockatiel';
import { AmocrmError, toAmocrmError } from './amocrm-error.ts';
import type { Gate } from './gate.ts';
import { send } from './send.ts';
import type { TokenSource } from './token.ts';

const MAX_RETRIES = 4;
const MAX_BACKOFF_MS = 30_000;
/** A longer wait is not slept through: the caller's schedule comes back later anyway. */
const MAX_RETRY_AFTER_MS = 60_000;
const OWN_HOST = /^[a-z0-9-]+\.(amocrm\.ru|kommo\.com)$/;

export type RequestOptions = {
  /** e.g. `https://onaiagencykz.amocrm.ru`; paths start with /api/v4. */
  baseUrl: string;
  /** The operator named another address (simulator, relay): otherwise only AmoCRM's own hosts get the token. */
  anyHost?: boolean;
  token: TokenSource;
  gate: Gate;
  fetch?: typeof globalThis.fetch;
  /** For the whole answer, body included; 30 s unless said. */
  timeoutMs?: number;
  /** The first pause before a retry; doubled each time, jittered. */
  backoffMs?: number;
};

export type Query = readonly (readonly [string, string])[];
/** `timeoutMs` shortens the usual wait. */
export type Call = { path: string; query?: Query; timeoutMs?: number; post?: object };

/** Asks a path of /api/v4; null is AmoCRM's 204, "nothing there". */
export type AmocrmRequest = (call: Call) => Promise<unknown>;

/**
 * Requests that pass the gate (shared pace, stop while refused), time out, and retry what is worth
 * retrying: 429 after the wait AmoCRM asked for, 5xx and network by jittered exponential backoff. A 401 is
 * answered once with a renewed token. Throws AmocrmError. A call with `post` must be safe to repeat.
 */
export function createRequest(options: RequestOptions): AmocrmRequest {
  const { baseUrl, backoffMs = 500 } = options;
  const { protocol, hostname } = new URL(baseUrl);
  if (!options.anyHost && !(protocol === 'https:' && OWN_HOST.test(hostname)))
    throw new Error(`${hostname} is not an address of AmoCRM or Kommo`);
  const policy = retry(handleWhen(isWorthRetrying), {
    maxAttempts: MAX_RETRIES,
    backoff: new DelegateBackoff(({ attempt, result }) =>
      pauseMs(attempt, backoffMs, 'error' in result ? result.error : null),
    ),
  });
  return (call) => policy.execute(() => noting(options.gate, () => askAuthorised(options, call)));
}

/** Tells the gate what came of a request, unless it was the gate itself that held the request back. */
async function noting<Answer>(gate: Gate, ask: () => Promise<Answer>): Promise<Answer> {
  try {
    const answer = await ask();
    await gate.note(null);
    return answer;
  } catch (error) {
    if (error instanceof AmocrmError && !error.heldBack) await gate.note(error);
    throw error;
  }
}

async function askAuthorised(options: RequestOptions, call: Call): Promise<unknown> {
  const { token } = options;
  const known = await token.current();
  // By its turn a request may have waited for long, and another may have renewed the token. Nothing else may
  // take time between the gate and the sending.
  await options.gate.acquire();
  const sent = token.latest() ?? known;
  try {
    return await sendOnce(options, call, sent);
  } catch (error) {
    if (!(error instanceof AmocrmError) || error.kind !== 'unauthorized') throw error;
    const renewed = await token.renew(sent);
    if (renewed === null) throw error;
    await options.gate.acquire();
    return await sendOnce(options, call, renewed);
  }
}

async function sendOnce(
  { baseUrl, fetch = globalThis.fetch, timeoutMs = 30_000 }: RequestOptions,
  call: Call,
  token: string,
): Promise<unknown> {
  // Appended, not resolved: a base may have a path of its own (the simulator, a relay).
  const url = new URL(`${baseUrl.replace(/\/$/, '')}/api/v4${call.path}`);
  for (const [key, value] of call.query ?? []) url.searchParams.append(key, value);
  const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };
  const init =
    call.post === undefined
      ? { method: 'GET', headers }
      : {
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json' },
          body: JSON.stringify(call.post),
        };
  return readAnswer(
    await send(url, init, { fetch, timeoutMs: Math.min(call.timeoutMs ?? timeoutMs, timeoutMs) }),
  );
}

function readAnswer({ status, headers, body }: Awaited<ReturnType<typeof send>>): unknown {
  if (status === 204) return null;
  if (status < 200 || status > 299) throw toAmocrmError(status, headers, body);
  try {
    return JSON.parse(body);
  } catch (cause) {
    // A proxy's page with status 200: nothing of it may be believed, and it usually passes.
    throw new AmocrmError('server', { status, cause });
  }
}

function isWorthRetrying(error: unknown): boolean {
  if (!(error instanceof AmocrmError) || !error.retryable) return false;
  return (error.retryAfterMs ?? 0) <= MAX_RETRY_AFTER_MS;
}

function pauseMs(attempt: number, firstMs: number, error: unknown): number {
  const backoff = Math.min(firstMs * 2 ** (attempt - 1), MAX_BACKOFF_MS) * (0.5 + Math.random());
  return Math.max(backoff, error instanceof AmocrmError ? (error.retryAfterMs ?? 0) : 0);
}
