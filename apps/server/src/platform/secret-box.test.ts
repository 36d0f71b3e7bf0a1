import { describe, expect, it } from 'vitest';
import { createSecretBox, SecretBoxError } from './secret-box.ts';

const box = createSecretBox('k'.repeat(32), 'test.tokens');

describe('the secret box', () => {
  it.each(['', 'def50200', 'токен 🔑', 'x'.repeat(10_000)])('gives back what it was given', (text) => {
    expect(box.open(box.seal(text))).toBe(text);
  });

  it('shows nothing of the text, and seals the same text differently every time', () => {
    const sealed = box.seal('refresh-token');
    expect(sealed).not.toContain('refresh');
    expect(Buffer.from(sealed.split('.')[1] ?? '', 'base64url').toString()).not.toContain('refresh');
    expect(box.seal('refresh-token')).not.toBe(sealed);
  });

  it('opens nothing that was changed, in any byte', () => {
    const sealed = Buffer.from(box.seal('secret').slice(3), 'base64url');
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(() => box.open(`v1.${changed.toString('base64url')}`)).toThrow(SecretBoxError);
    }
  });

  it('opens nothing of another key or another purpose', () => {
    const sealed = box.seal('secret');
    expect(() => createSecretBox('j'.repeat(32), 'test.tokens').open(sealed)).toThrow(SecretBoxError);
    expect(() => createSecretBox('k'.repeat(32), 'test.other').open(sealed)).toThrow(SecretBoxError);
  });

  it.each(['', 'v1.', 'v1.AAAA', 'v2.AAAA', 'plain text', 'v1.!!!!'])('refuses %j', (text) => {
    expect(() => box.open(text)).toThrow(SecretBoxError);
  });
});
