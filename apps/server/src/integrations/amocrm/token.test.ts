import { expect, it } from 'vitest';
import { readTokenExpiry } from './token.ts';

const jwt = (claims: unknown) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`;

it('a JWT says itself when it ends', () => {
  expect(readTokenExpiry(jwt({ aud: 'x', exp: 1_893_456_000 }))).toEqual(new Date('2030-01-01T00:00:00Z'));
});

it.each(['', 'sim-amocrm-token', 'a.b.c', jwt({ exp: 'soon' }), jwt({}), jwt(null)])(
  'what is no JWT, or does not say, has no known end: %s',
  (token) => {
    expect(readTokenExpiry(token)).toBeNull();
  },
);
