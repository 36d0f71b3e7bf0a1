import { describe, expect, it } from 'vitest';
import { hashPassword, verifyPassword } from './password.ts';

describe('password hashing', () => {
  it('accepts the password it was made from and no other', async () => {
    const hash = await hashPassword('пароль с пробелом');
    expect(await verifyPassword(hash, 'пароль с пробелом')).toBe(true);
    expect(await verifyPassword(hash, 'пароль с пробелом ')).toBe(false);
  });

  it('writes the costs and a fresh salt into every hash', async () => {
    const [one, two] = await Promise.all([hashPassword('same'), hashPassword('same')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(one).not.toBe(two);
  });

  it('verifies with the costs of the hash, not with the current ones', async () => {
    // From test.c of the reference implementation (version 0x13, t=2, m=2^16, p=1).
    const reference =
      '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
    expect(await verifyPassword(reference, 'password')).toBe(true);
  });

  it('treats anything but argon2id as damaged data', async () => {
    await expect(verifyPassword('hunter2', 'hunter2')).rejects.toThrow('not an argon2id hash');
  });
});
