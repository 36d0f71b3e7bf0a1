/** A provider with OpenAI's chat completions whose model does what a test tells it, also harm. */
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

type Item = { id: number; rank: number; ru: string; kk: string; en: string };
/** What the model was asked: its instructions and the data beside them. */
export type Asked = {
  system: string;
  data: { findings: { id: number; places: Record<string, string> }[] };
  raw: string;
};
export type Model = (asked: Asked) => Item[] | { status: number };

export type AiProvider = { url: string; asked: Asked[]; think: Model; close(): Promise<void> };

export async function startAiProvider(think: Model): Promise<AiProvider> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    let raw = '';
    for await (const chunk of request) raw += String(chunk);
    const { messages } = JSON.parse(raw) as { messages: { content: string }[] };
    const one = {
      ...{ system: messages[0]?.content ?? '', raw },
      data: JSON.parse(messages[1]?.content ?? '{}') as Asked['data'],
    };
    asked.push(one);
    const answer = provider.think(one);
    response.setHeader('content-type', 'application/json');
    if (!Array.isArray(answer)) response.writeHead(answer.status).end('{}');
    else
      response.end(
        JSON.stringify({ choices: [{ message: { content: JSON.stringify({ items: answer }) } }] }),
      );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const provider: AiProvider = {
    ...{ url: `http://127.0.0.1:${port}/v1`, asked, think },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return provider;
}
