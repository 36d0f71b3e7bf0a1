/** One answer: `status` 0 = nobody answered, and `text` says why. */
export type Answer = { status: number; text: string; ms: number; headers: Headers };

export type Target = {
  /** Without a slash at the end. */
  url: string;
  /** Of an administrator; null = only what everybody may see is looked at. */
  token: string | null;
  webhookSecret: string | null;
};

export type Ask = (
  path: string,
  options?: { method?: string; signed?: boolean; body?: string },
) => Promise<Answer>;

const TIMEOUT_MS = 15_000;

/** Asks the product as a script would. Redirects are not followed: a sign-in page is no answer. */
export function createAsk(target: Target): Ask {
  return async (path, { method = 'GET', signed = false, body } = {}) => {
    const startedAt = performance.now();
    const headers: Record<string, string> = { 'accept-language': 'en', 'user-agent': 'traffic-smoke' };
    if (signed) headers['authorization'] = `Bearer ${target.token ?? ''}`;
    if (body !== undefined) headers['content-type'] = 'application/x-www-form-urlencoded';
    try {
      const answer = await fetch(`${target.url}${path}`, {
        ...{ method, headers, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) },
        ...(body === undefined ? {} : { body }),
      });
      const text = await answer.text();
      return { status: answer.status, text, ms: performance.now() - startedAt, headers: answer.headers };
    } catch (error) {
      return { status: 0, text: reasonOf(error), ms: performance.now() - startedAt, headers: new Headers() };
    }
  };
}

/** "ECONNREFUSED", "CERT_HAS_EXPIRED": what fetch hides behind "fetch failed". */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof Error) return 'code' in cause ? String(cause.code) : cause.message;
  return error.message;
}

/** The JSON of an answer; an empty object when it is none. */
export function jsonOf(answer: Answer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(answer.text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** What the product itself says is wrong, or the status. */
export function saidBy(answer: Answer): string {
  if (answer.status === 0) return answer.text;
  const error = jsonOf(answer)['error'];
  const message = typeof error === 'object' && error !== null && 'message' in error ? error.message : null;
  return typeof message === 'string' ? message : `status ${answer.status}`;
}
