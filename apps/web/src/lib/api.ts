import type { ErrorCode, ErrorResponse } from '@traffic/contract';
import { dropEarly, takeEarly } from './early.ts';

/** `network` is ours: the request never reached a server that answers in our format. */
type FailureCode = ErrorCode | 'network';

/** A failed call, with what the screen needs to say so: the server's own words and the request id. */
export class ApiError extends Error {
  readonly code: FailureCode;
  readonly status: number;
  readonly requestId: string | null;
  /** What the server adds for machines, such as the fields it refuses. */
  readonly details: unknown;

  constructor(failure: {
    code: FailureCode;
    status: number;
    message: string;
    requestId: string | null;
    details?: unknown;
  }) {
    super(failure.message);
    this.name = 'ApiError';
    this.code = failure.code;
    this.status = failure.status;
    this.requestId = failure.requestId;
    this.details = failure.details;
  }
}

/** Whether `error` is an answer of the API with one of these codes. */
export function isApiError(error: unknown, ...codes: FailureCode[]): error is ApiError {
  return error instanceof ApiError && codes.includes(error.code);
}

/** Only an answer that may change by itself is asked again; a refusal is final. */
export function isRetryable(error: unknown): boolean {
  return isApiError(error, 'network', 'internal', 'upstream', 'unavailable', 'rate_limit');
}

async function failureOf(response: Response): Promise<ApiError> {
  const body = (await response.json().catch(() => null)) as ErrorResponse | null;
  const error = body?.error;
  return new ApiError({
    code: error?.code ?? (response.status === 401 ? 'unauthorized' : 'unavailable'),
    status: response.status,
    message: error?.message ?? '',
    details: error?.details,
    requestId: error?.request_id ?? response.headers.get('x-request-id'),
  });
}

export type Query = Record<string, string | number | undefined>;

/** `/path?a=1` without the keys that have no value. */
export function withQuery(path: string, query: Query): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined) search.set(key, String(value));
  }
  return search.size > 0 ? `${path}?${search}` : path;
}

/**
 * One call of the API with the session cookie. The type of the answer is the contract's: the server checks
 * its own answers by the same schemas, so they are not parsed a second time here.
 */
export async function request<T>(path: string, init: RequestInit & { json?: unknown } = {}): Promise<T> {
  const { json, ...rest } = init;
  const headers: Record<string, string> = {
    accept: 'application/json',
    // The server's own words come in the language of the screen, not of the browser.
    'accept-language': document.documentElement.lang,
  };
  if (json !== undefined) headers['content-type'] = 'application/json';
  if (rest.method !== undefined) dropEarly();
  const early = takeEarly(path);
  const answer =
    early ??
    fetch(path, {
      ...rest,
      headers,
      credentials: 'same-origin',
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
  const response = await answer.catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError({ code: 'network', status: 0, message: '', requestId: null });
  });
  if (!response.ok) throw await failureOf(response);
  return (await response.json()) as T;
}
