import { AmocrmError } from './amocrm-error.ts';

/** 250 deals with all their fields are about 3 MB; what is larger is not an answer of the API. */
const MAX_BODY_BYTES = 32 * 1024 * 1024;

export type Sent = { status: number; headers: Headers; body: string };

/**
 * One HTTP exchange with AmoCRM: bounded in time (headers and body together) and size, redirects refused,
 * because the token goes to the configured host only.
 * @throws AmocrmError `network` when there is no whole answer in time, `unexpected` for a redirect or a
 * body beyond all bounds
 */
export async function send(
  url: URL,
  init: { method: string; headers: Record<string, string>; body?: string },
  { fetch, timeoutMs }: { fetch: typeof globalThis.fetch; timeoutMs: number },
): Promise<Sent> {
  const { response, body } = await exchange(url, init, { fetch, timeoutMs });
  const { status, headers } = response;
  if (body === null) throw new AmocrmError('unexpected', { status, answer: 'the body is too large' });
  if (status >= 300 && status < 400)
    throw new AmocrmError('unexpected', { status, answer: `redirect to ${headers.get('location') ?? '?'}` });
  return { status, headers, body };
}

async function exchange(
  url: URL,
  init: RequestInit,
  { fetch, timeoutMs }: { fetch: typeof globalThis.fetch; timeoutMs: number },
) {
  try {
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { response, body: await readBody(response) };
  } catch (cause) {
    throw new AmocrmError('network', { status: null, cause });
  }
}

/** The body as text; null when it is larger than anything the API sends (the rest is not read). */
async function readBody(response: Response): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    // Leaving the loop cancels the stream, and with it the connection.
    if (bytes > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
