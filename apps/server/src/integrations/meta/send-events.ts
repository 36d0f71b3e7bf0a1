import { z } from 'zod';
import { ErrorAnswer } from './answers.ts';
import { MetaError, toMetaError } from './meta-error.ts';

/** What is known after a request with events. Only `accepted` and `rejected` are words of Meta. */
export type SendOutcome =
  | { kind: 'accepted'; received: number; trace: string | null }
  /** Meta refused the whole request: none of its events was taken. */
  | { kind: 'rejected'; error: MetaError }
  /** No connection was made: nothing left this machine. */
  | { kind: 'unsent'; error: MetaError }
  /** The request may or may not have been taken: no answer, or none that says it. */
  | { kind: 'unknown'; error: MetaError };

export type EventRequest = {
  datasetId: string;
  token: string;
  testEventCode: string | null;
  /** The events as JSON: money must not pass through a float. */
  eventsJson: readonly string[];
};

export type EventSender = { version: string; send(request: EventRequest): Promise<SendOutcome> };

export type EventSenderOptions = {
  graphUrl: string;
  version: string;
  fetch?: typeof globalThis.fetch;
  timeoutMs?: number;
};

const Accepted = z.object({ events_received: z.number().int(), fbtrace_id: z.string().optional() });

/** Failures that come before the first byte of the request. */
const NEVER_CONNECTED = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH'],
  ...['UND_ERR_CONNECT_TIMEOUT', 'CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID'],
]);

/**
 * Tells Meta of conversions: POST /{dataset}/events. Never repeats by itself: Meta counts what servers send twice twice,
 * so whoever calls must know for each request whether it may have been taken.
 */
export function createEventSender(options: EventSenderOptions): EventSender {
  const { graphUrl, version, fetch = globalThis.fetch, timeoutMs = 60_000 } = options;
  return {
    version,
    async send({ datasetId, token, testEventCode, eventsJson }) {
      const code = testEventCode === null ? '' : `,"test_event_code":${JSON.stringify(testEventCode)}`;
      let status: number | null = null;
      try {
        const response = await fetch(`${graphUrl.replace(/\/$/, '')}/${version}/${datasetId}/events`, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${token}`,
            'content-type': 'application/json',
            accept: 'application/json',
          },
          body: `{"data":[${eventsJson.join(',')}]${code}}`,
          redirect: 'error',
          signal: AbortSignal.timeout(timeoutMs),
        });
        status = response.status;
        return read(status, await response.text(), token);
      } catch (cause) {
        const error = new MetaError('transient', { status, cause });
        return { kind: neverConnected(cause) ? 'unsent' : 'unknown', error };
      }
    },
  };
}

function read(status: number, body: string, token: string): SendOutcome {
  const answer = parseJson(body);
  const failure = ErrorAnswer.safeParse(answer);
  if (failure.success) {
    const error = toMetaError(status, failure.data.error, token);
    // "Try again later" says nothing of what became of this one.
    return { kind: error.kind === 'transient' ? 'unknown' : 'rejected', error };
  }
  const accepted = Accepted.safeParse(answer);
  if (status !== 200 || !accepted.success)
    return { kind: 'unknown', error: new MetaError('transient', { status }) };
  return {
    kind: 'accepted',
    received: accepted.data.events_received,
    trace: accepted.data.fbtrace_id ?? null,
  };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function neverConnected(cause: unknown): boolean {
  const inner = cause instanceof Error ? cause.cause : undefined;
  const code = inner instanceof Error && 'code' in inner ? inner.code : undefined;
  return typeof code === 'string' && NEVER_CONNECTED.has(code);
}
