import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createAiClient } from './client.ts';

const KEYS = { baseUrl: 'http://127.0.0.1:1/v1/', apiKey: 'test-key', model: 'small' };
const ASK = { system: 'Explain', data: { a: 1 }, name: 'x', schema: z.object({ text: z.string() }) };

function provider(answer: () => Response | Promise<Response>) {
  const requests: { url: string; body: string }[] = [];
  const client = createAiClient(KEYS, {
    fetch: async (url, init) => {
      requests.push({
        url: url instanceof URL ? url.href : String(url as string),
        body: init?.body as string,
      });
      return answer();
    },
  });
  return { client, requests };
}
const completion = (content: unknown) =>
  Response.json({ choices: [{ message: { content: JSON.stringify(content) } }], usage: {} });

describe('the client of an OpenAI-compatible provider', () => {
  it('asks for the schema and gives what fits it', async () => {
    const { client, requests } = provider(() => completion({ text: 'ok' }));
    expect(await client.structured(ASK)).toEqual({ text: 'ok' });
    expect(requests[0]?.url).toBe('http://127.0.0.1:1/v1/chat/completions');
    expect(JSON.parse(requests[0]?.body ?? '')).toMatchObject({
      model: 'small',
      response_format: { type: 'json_schema', json_schema: { strict: true } },
      messages: [
        { role: 'system', content: 'Explain' },
        { role: 'user', content: '{"a":1}' },
      ],
    });
    expect(client.lastOutcome()).toMatchObject({ ok: true });
  });

  it.each([
    ['another shape', () => completion({ text: 1 })],
    ['no JSON', () => new Response('<html>')],
    ['no choice', () => Response.json({ choices: [] })],
    ['a refusal', () => new Response('{}', { status: 429 })],
    ['an endless answer', () => new Response('x'.repeat(300_000))],
    ['silence', () => Promise.reject(new TypeError('connection refused'))],
  ])('%s is an error of the provider and no answer', async (_, answer) => {
    const { client } = provider(answer);
    await expect(client.structured(ASK)).rejects.toMatchObject({ code: 'upstream', source: 'ai' });
    expect(client.lastOutcome()).toMatchObject({ ok: false });
  });
});
