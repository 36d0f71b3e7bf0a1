import { describe, expect, it } from 'vitest';
import { wordsOf } from './words-of.ts';

describe('wordsOf', () => {
  it('finds a phone without its beginning and an e-mail in both writings; a hashed key finds nothing', () => {
    expect(wordsOf(['phone:+77015551234', 'email:anna@mail.test', 'phone:erased-0123456789'])).toEqual([
      '7015551234',
      'anna@mail.test',
      'anna%40mail.test',
    ]);
  });
});
