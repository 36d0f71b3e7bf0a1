import { describe, expect, it } from 'vitest';
import { codeHash, newCode, readCode } from './chat-code.ts';

describe('a code of a chat', () => {
  it('is read back from what people send, however they write it', () => {
    const code = newCode();
    for (const text of [
      code,
      ` ${code.toLowerCase()}\n`,
      `${code.slice(0, 4)}-${code.slice(4)}`,
      `/connect ${code}`,
      `/start ${code}`,
      `/connect@school_bot ${code}`,
    ])
      expect(readCode(text), text).toBe(code);
  });

  it('is never seen in ordinary talk', () => {
    for (const text of ['', 'hello', '/start', '/connect', 'ABCDEFG', 'ABCD EFGH', '/connect 00000000'])
      expect(readCode(text), text).toBeNull();
  });

  it('is another every time, and so is what is kept of it', () => {
    const codes = Array.from({ length: 1000 }, newCode);
    expect(new Set(codes).size).toBe(1000);
    expect(codeHash(codes[0] ?? '')).toHaveLength(32);
  });
});
