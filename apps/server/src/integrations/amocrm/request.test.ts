import { beforeEach, describe, expect, it } from 'vitest';
import { AmocrmError } from './amocrm-error.ts';
import type { Gate } from './gate.ts';
import { createRequest, type RequestOptions } from './request.ts';
import { longLivedToken } from './token.ts';

/** Statuses that AmoCRM answers in order, the last one again and again. */
let script: number[] = [];
let sent: (string | null)[] = [];
let noted: (string | null)[] = [];

beforeEach(() => {
  [script, sent, noted] = [[200], [], []];
});

const openGate: Gate = {
  acquire: async () => {},
  note: async (outcome) => {
    noted.push(outcome?.kind ?? null);
  },
};
const fetch: typeof globalThis.fetch = async (_, init) => {
  sent.push(new Headers(init?.headers).get('authorization'));
  const status = script[Math.min(sent.length, script.length) - 1] ?? 200;
  return new Response(status === 204 ? null : '{}', { status });
};
const ask = (options: Partial<RequestOptions> = {}) =>
  createRequest({
    baseUrl: 'https://onai.amocrm.ru',
    token: longLivedToken('old'),
    gate: openGate,
    fetch,
    backoffMs: 1,
    ...options,
  })({ path: '/account' });

describe('the gate', () => {
  it('is passed by every attempt and told what came of it', async () => {
    script = [500, 429, 204];
    let passed = 0;
    const gate: Gate = {
      ...openGate,
      acquire: async () => {
        passed += 1;
      },
    };
    expect(await ask({ gate })).toBeNull();
    expect(passed).toBe(3);
    expect(noted).toEqual(['server', 'rate', null]);
  });

  it('closed, lets nothing be sent, and hears nothing of it', async () => {
    const closed = new AmocrmError('unpaid', { status: 402, heldBack: true });
    const gate: Gate = { ...openGate, acquire: () => Promise.reject(closed) };
    await expect(ask({ gate })).rejects.toBe(closed);
    expect([sent, noted]).toEqual([[], []]);
  });
});

describe('the token', () => {
  it.each([
    'http://onai.amocrm.ru',
    'https://amocrm.ru',
    'https://onai.amocrm.ru.evil.test',
    'https://evil.test',
    'https://127.0.0.1',
  ])('never goes to %s unless the operator names that address', async (baseUrl) => {
    expect(() => ask({ baseUrl })).toThrow('is not an address of AmoCRM');
    await ask({ baseUrl, anyHost: true });
    expect(sent).toEqual(['Bearer old']);
  });

  it.each(['https://onai-1.amocrm.ru', 'https://onai.kommo.com'])('may go to %s', async (baseUrl) => {
    await ask({ baseUrl });
    expect(sent).toEqual(['Bearer old']);
  });
});

describe('an access token that AmoCRM refuses', () => {
  const renewing = (renewed: string | null) => {
    const refused: string[] = [];
    const renew = async (token: string) => {
      refused.push(token);
      return renewed;
    };
    return { refused, token: { current: async () => 'old', latest: () => 'old', renew } };
  };

  it('is renewed once and the request repeated with the new one, without anybody hearing of it', async () => {
    script = [401, 200];
    const { refused, token } = renewing('new');
    await ask({ token });
    expect(sent).toEqual(['Bearer old', 'Bearer new']);
    expect([refused, noted]).toEqual([['old'], [null]]);
  });

  it('is not sent by a request that waited while another renewed it', async () => {
    let newest = 'old';
    const gate: Gate = {
      ...openGate,
      acquire: async () => {
        newest = 'new';
      },
    };
    await ask({ gate, token: { ...renewing(null).token, latest: () => newest } });
    expect(sent).toEqual(['Bearer new']);
  });

  it('is final when there is no other, and when the other is refused too', async () => {
    script = [401];
    await expect(ask({ token: renewing(null).token })).rejects.toMatchObject({ kind: 'unauthorized' });
    await expect(ask({ token: renewing('new').token })).rejects.toMatchObject({ kind: 'unauthorized' });
    expect(sent).toHaveLength(3);
    expect(noted).toEqual(['unauthorized', 'unauthorized']);
  });
});
