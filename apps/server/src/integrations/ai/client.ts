import { z } from 'zod';
import { UpstreamError } from '../../platform/errors.ts';

/** A longer answer is no explanation; a slower one is not waited for. */
const MAX_TOKENS = 4_000;
const TIMEOUT_MS = 45_000;
const MAX_ANSWER_BYTES = 200_000;

export type AiKeys = { baseUrl: string; apiKey: string; model: string };

export type AiClient = {
  /**
   * One answer of the given shape.
   *
   * @param system what to do; ours alone
   * @param data what to do it with, as JSON
   * @throws UpstreamError `ai` when the provider is away, refuses, or answers another shape
   */
  structured<T>(ask: { system: string; data: object; name: string; schema: z.ZodType<T> }): Promise<T>;
  /** The last answer of the provider in this process; null before the first. */
  lastOutcome(): { ok: boolean; at: Date; message: string; status: number | null } | null;
};

/** Of a chat completion only what is used; everything else of the answer is the provider's own business. */
const Completion = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string().nullable() }) })).min(1),
});

/** A client of any provider that speaks OpenAI's chat completions with structured outputs. */
export function createAiClient(
  keys: AiKeys,
  options: { fetch?: typeof fetch; now?: () => Date } = {},
): AiClient {
  const call = options.fetch ?? fetch;
  const now = options.now ?? (() => new Date());
  let last: ReturnType<AiClient['lastOutcome']> = null;
  return {
    lastOutcome: () => last,
    async structured(ask) {
      try {
        const answer = await complete(call, keys, ask);
        last = { ok: true, at: now(), message: '', status: 200 };
        return answer;
      } catch (error) {
        const message = error instanceof Error ? error.message : 'unknown';
        const status = error instanceof UpstreamError ? error.upstreamStatus : null;
        last = { ok: false, at: now(), message, status };
        throw error;
      }
    },
  };
}

async function complete<T>(
  call: typeof fetch,
  { baseUrl, apiKey, model }: AiKeys,
  ask: { system: string; data: object; name: string; schema: z.ZodType<T> },
): Promise<T> {
  const body = {
    model,
    temperature: 0,
    max_tokens: MAX_TOKENS,
    messages: [
      { role: 'system', content: ask.system },
      { role: 'user', content: JSON.stringify(ask.data) },
    ],
    response_format: {
      type: 'json_schema',
      json_schema: { name: ask.name, strict: true, schema: z.toJSONSchema(ask.schema) },
    },
  };
  const response = await call(`${baseUrl.replace(/\/+$/, '')}/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((cause: unknown) => {
    throw new UpstreamError('ai', 'Модель не отвечает', { status: null, cause });
  });
  const text = await readLimited(response);
  if (!response.ok) throw new UpstreamError('ai', 'Модель отказала в ответе', { status: response.status });
  return parseAnswer(text, ask.schema, response.status);
}

async function readLimited(response: Response): Promise<string> {
  const text = await response.text().catch((cause: unknown) => {
    throw new UpstreamError('ai', 'Модель не отвечает', { status: response.status, cause });
  });
  if (text.length > MAX_ANSWER_BYTES)
    throw new UpstreamError('ai', 'Модель ответила не по форме', { status: response.status });
  return text;
}

function parseAnswer<T>(text: string, schema: z.ZodType<T>, status: number): T {
  try {
    const content = Completion.parse(JSON.parse(text)).choices[0]?.message.content ?? '';
    return schema.parse(JSON.parse(content));
  } catch (cause) {
    throw new UpstreamError('ai', 'Модель ответила не по форме', { status, cause });
  }
}
