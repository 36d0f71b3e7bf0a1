import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../testing/test-database.ts';
import { createTestApp, PASSWORD, type TestApp } from './access-test-app.ts';
import { createSignInThrottle } from './sign-in-throttle.ts';

let test: TestApp;

beforeEach(async () => {
  test = await createTestApp(await createTestDatabase());
  await test.addUser('victim@school.example', 'analyst');
});
afterEach(() => test.close());

const HOME = '198.51.100.7';
const guess = (address: string, password = 'wrong') =>
  test.signIn('victim@school.example', password, {}, address);
const guesses = async (address: string, times: number) => {
  const throttle = createSignInThrottle(test);
  let last = 0;
  for (let tries = 0; tries < times; tries += 1)
    last = await throttle.take({ account: 'victim@school.example', address });
  return last;
};

describe('throttling of sign-in', () => {
  it('counts an IPv6 customer as one, whatever address of theirs is used', async () => {
    for (let host = 0; host < 10; host += 1)
      expect((await guess(`2001:db8:1:2::${host + 1}`)).statusCode).toBe(401);
    expect((await guess('2001:db8:1:2:ffff::1')).statusCode).toBe(429);
    expect((await guess('2001:db8:1:3::1', PASSWORD)).statusCode).toBe(200);
  });

  it('is shared by processes: what one counted the other refuses', async () => {
    await guesses(HOME, 10);
    expect((await guess(HOME, PASSWORD)).statusCode).toBe(429);
  });

  it('stops many addresses that guess one account together, before the right guess', async () => {
    for (let host = 1; host <= 12; host += 1) await guesses(`203.0.113.${host}`, 5);
    expect((await guess('203.0.113.200', PASSWORD)).statusCode).toBe(429);
  });

  it('never locks the owner out of a place they have signed in from, nor anybody for longer than 15 minutes', async () => {
    expect((await guess(HOME, PASSWORD)).statusCode).toBe(200);
    for (let host = 1; host <= 30; host += 1) await guesses(`203.0.113.${host}`, 20);
    expect((await guess(HOME, PASSWORD)).statusCode).toBe(200);
    expect((await guess('192.0.2.1', PASSWORD)).statusCode).toBe(429);
    test.passMs(15 * 60_000);
    expect((await guess('192.0.2.1', PASSWORD)).statusCode).toBe(200);
  });

  it('does not prolong a window by what it refuses', async () => {
    expect(await guesses(HOME, 11)).toBe(900);
    test.passMs(14 * 60_000);
    expect(await guesses(HOME, 50)).toBe(60);
  });

  it('keeps neither addresses nor e-mails', async () => {
    await guess(HOME);
    const rows = await test.db.selectFrom('sign_in_tries').select('key').execute();
    expect(rows.length).toBeGreaterThan(1);
    for (const { key } of rows) expect(key).toHaveLength(32);
  });
});
