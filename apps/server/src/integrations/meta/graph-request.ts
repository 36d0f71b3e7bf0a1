import { createHmac } from 'node:crypto';
import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import { z } from 'zod';
import { UpstreamError } from '../../platform/errors.ts';
import { classifyError, type ErrorAction } from './classify-error.ts';

/** A refusal of the Graph API with what to do about it. */
export class MetaError extends UpstreamError {
  readonly action: ErrorAction;

  constructor(
    action: ErrorAction,
    message: string,
    options: { status: number | null; details?: Record<string, unknown>; cause?: unknown },
  ) {
    super('meta', message, { ...options, retryable: action === 'transient' || action === 'throttle' });
    this.action = action;
  }
}

const GraphErrorBody = z.object({
  error: z.object({
    message: z.string().default(''),
    code: z.number().int(),
    error_subcode: z.number().int().optional(),
    fbtrace_id: z.string().optional(),
  }),
});

export type GraphOptions = {
  graphUrl: string;
  version: string;
  accessToken: string;
  appSecret: string | null;
  timeoutMs?: number;
  backoffMs?: number;
  fetch?: typeof globalThis.fetch;
};

export type GraphGet = (path: string, query: Record<string, string>) => Promise<unknown>;

/**
 * GET on the Graph API. The token travels in a header, never in a URL or a log; transient trouble is
 * retried with jittered backoff, everything else is thrown as a classified MetaError at once.
 */
export function createGraphGet(options: GraphOptions): GraphGet {
  const fetch = options.fetch ?? globalThis.fetch;
  const proof =
    options.appSecret === null
      ? null
      : createHmac('sha256', options.appSecret).update(options.accessToken).digest('hex');
  const policy = retry(
    handleWhen((error) => error instanceof MetaError && error.action === 'transient'),
    {
      maxAttempts: 3,
      backoff: new ExponentialBackoff({ initialDelay: options.backoffMs ?? 500, maxDelay: 10_000 }),
    },
  );
  return (path, query) =>
    policy.execute(async () => {
      const url = new URL(`${options.graphUrl}/${options.version}/${path}`);
      for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value);
      if (proof !== null) url.searchParams.set('appsecret_proof', proof);
      return readAnswer(await send(fetch, url, options));
    });
}

async function send(fetch: typeof globalThis.fetch, url: URL, options: GraphOptions): Promise<Response> {
  try {
    return await fetch(url, {
      headers: { authorization: `Bearer ${options.accessToken}` },
      signal: AbortSignal.timeout(options.timeoutMs ?? 60_000),
    });
  } catch (error) {
    throw new MetaError('transient', 'Meta не отвечает', { status: null, cause: error });
  }
}

async function readAnswer(response: Response): Promise<unknown> {
  const text = await response.text();
  const json = parseJson(text);
  const refused = GraphErrorBody.safeParse(json);
  if (!refused.success) {
    if (response.ok && json !== undefined) return json;
    throw new MetaError('transient', 'Meta ответила не по-своему', { status: response.status });
  }
  const { code, error_subcode: subcode = null, message, fbtrace_id } = refused.data.error;
  const action = classifyError(code, subcode, { httpStatus: response.status, message });
  throw new MetaError(action, SAID[action], {
    status: response.status,
    details: { code, subcode, fbtrace_id },
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a person reads: what happened and what to do. */
const SAID: Record<ErrorAction, string> = {
  auth: 'Токен Meta больше не действует: подключите Meta заново',
  permission: 'Нет доступа к рекламному кабинету: выдайте права в Business Manager',
  version: 'Версия Graph API отключена: обновите FB_API_VERSION',
  retention: 'Meta не хранит такие старые данные',
  split: 'Meta просит запросить меньше данных',
  throttle: 'Meta просит подождать: лимит запросов',
  transient: 'Временный сбой Meta',
  permanent: 'Meta отклонила запрос',
};
