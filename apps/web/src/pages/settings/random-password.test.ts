import { expect, it } from 'vitest';
import { randomPassword } from './random-password.ts';

it('a password is long, can be dictated, and never comes twice', () => {
  const made = Array.from({ length: 200 }, randomPassword);
  for (const password of made) expect(password).toMatch(/^([a-hjkmnp-z2-9]{4}-){4}[a-hjkmnp-z2-9]{4}$/);
  expect(new Set(made).size).toBe(200);
});
