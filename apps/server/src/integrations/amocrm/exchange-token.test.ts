import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { exchangeRefreshToken } from './exchange-token.ts';

let answer: { status: number; body: string } = { status: 200, body: '' };
let asked: { path: string | undefined; body: unknown }[] = [];
let server: Server;

beforeEach(async () => {
  asked = [];
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    asked.push({ path: `${request.method} ${request.url}`, body: JSON.parse(body) });
    response.writeHead(answer.status).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

const exchange = () =>
  exchangeRefreshToken(
    {
      baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/amocrm`,
      clientId: 'client',
      clientSecret: 'hidden-client-secret',
      redirectUri: 'https://traffic.test',
      gate: { acquire: async () => {}, note: async () => {} },
    },
    'hidden-refresh-token',
  );

it('asks with what AmoCRM documents, the redirect address included', async () => {
  answer = {
    status: 200,
    body: '{"token_type":"Bearer","expires_in":86400,"access_token":"a","refresh_token":"r"}',
  };
  expect(await exchange()).toEqual({ accessToken: 'a', refreshToken: 'r', expiresInSeconds: 86_400 });
  expect(asked).toEqual([
    {
      path: 'POST /amocrm/oauth2/access_token',
      body: {
        client_id: 'client',
        client_secret: 'hidden-client-secret',
        grant_type: 'refresh_token',
        refresh_token: 'hidden-refresh-token',
        redirect_uri: 'https://traffic.test',
      },
    },
  ]);
});

it.each([
  [401, 'unauthorized'],
  [400, 'unauthorized'],
  [402, 'unpaid'],
  [403, 'blocked'],
  [500, 'server'],
])('%i is %s, asked once, and shows neither token nor secret', async (status, kind) => {
  answer = { status, body: '{"hint":"Token has been revoked"}' };
  const error: unknown = await exchange().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ kind });
  expect(inspect(error, { depth: 9 })).not.toContain('hidden');
  expect(asked).toHaveLength(1);
});

it.each(['<html>', '{}', '{"access_token":"hidden-new-token"}'])(
  'an answer of another shape is unexpected, and its content stays out of the error',
  async (body) => {
    answer = { status: 200, body };
    const error: unknown = await exchange().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: 'unexpected' });
    expect(inspect(error, { depth: 9 })).not.toContain('hidden');
  },
);
