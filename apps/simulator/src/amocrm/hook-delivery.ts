import { randomUUID } from 'node:crypto';
import type { Timers } from '../http/timers.ts';

export interface HookAttempt {
  at: string;
  tookMs: number;
  /** The receiver's status; null when it did not answer in time or at all. */
  status: number | null;
  error: string | null;
}

/** One POST to one receiver, with everything that came of it. */
export interface HookRecord {
  id: number;
  requestId: string;
  url: string;
  dealIds: number[];
  actions: string[];
  body: string;
  state: 'sending' | 'retrying' | 'delivered' | 'failed' | 'dropped';
  attempts: HookAttempt[];
}

export interface DeliveryRules {
  timers: Timers;
  now(): number;
  /** Multiplies the pauses between attempts. */
  retryScale: number;
  onInvalid(url: string): void;
}

const RECEIVER_TIMEOUT_MS = 2000;
const MINUTE_MS = 60_000;
const RETRY_PAUSES_MS = [5 * MINUTE_MS, 15 * MINUTE_MS] as const;
const SERVER_ERROR_PAUSES_MS = [...RETRY_PAUSES_MS, 15 * MINUTE_MS, 60 * MINUTE_MS] as const;

/**
 * Sends a hook until it is delivered (100-299 within 2 s) or the attempts are used up: two more after 5 and 15 min, and for
 * 499 and 5xx another two after 15 min and 1 h. Then the event is gone, as with the real one.
 */
export async function deliverHook(record: HookRecord, rules: DeliveryRules): Promise<void> {
  const attempt = await post(record, rules.now);
  record.attempts.push(attempt);
  if (attempt.status !== null && attempt.status < 300) {
    record.state = 'delivered';
    return;
  }
  rules.onInvalid(record.url);
  const serverFailed = attempt.status === 499 || (attempt.status ?? 0) >= 500;
  const pauseMs = (serverFailed ? SERVER_ERROR_PAUSES_MS : RETRY_PAUSES_MS)[record.attempts.length - 1];
  record.state = pauseMs === undefined ? 'failed' : 'retrying';
  if (pauseMs !== undefined)
    rules.timers.after(pauseMs * rules.retryScale, () => void deliverHook(record, rules));
}

async function post(record: HookRecord, now: () => number): Promise<HookAttempt> {
  const at = new Date(now()).toISOString();
  const startedMs = performance.now();
  const took = (): number => Math.round(performance.now() - startedMs);
  try {
    const response = await fetch(record.url, {
      method: 'POST',
      body: record.body,
      redirect: 'manual',
      signal: AbortSignal.timeout(RECEIVER_TIMEOUT_MS),
      headers: {
        'accept-encoding': 'gzip',
        'content-type': 'application/x-www-form-urlencoded',
        'user-agent': 'amoCRM-Webhooks/3.0',
        'x-amocrm-requestid': record.requestId,
      },
    });
    await response.body?.cancel();
    return { at, tookMs: took(), status: response.status, error: null };
  } catch (error) {
    return { at, tookMs: took(), status: null, error: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

/** A fresh trace id; retries of a hook keep theirs. */
export function newRequestId(): string {
  return randomUUID();
}
