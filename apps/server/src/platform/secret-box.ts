import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const FORMAT = 'v1';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** A stored secret that does not open: another ENCRYPTION_KEY, another purpose, or a changed value. */
export class SecretBoxError extends Error {
  override name = 'SecretBoxError';
}

export type SecretBox = {
  /** The text sealed for storage; the same text seals differently every time. */
  seal(text: string): string;
  /** @throws SecretBoxError when it was not sealed by this key for this purpose, or was changed since */
  open(sealed: string): string;
};

/** Keys of ENCRYPTION_KEY: the first seals; all of them open, while the key is being changed. */
export type EncryptionKeys = string | readonly [present: string, ...previous: string[]];

/**
 * Keeps secrets at rest: AES-256-GCM with a key derived (HKDF-SHA256) from ENCRYPTION_KEY for one purpose, so
 * that a value sealed as one thing does not open as another.
 *
 * @param keys the present key, and the ones before it that values may still be sealed with
 * @param purpose what is kept, such as `amocrm.tokens`; part of the key: never change it
 */
export function createSecretBox(keys: EncryptionKeys, purpose: string): SecretBox {
  const [present, ...previous] = (typeof keys === 'string' ? [keys] : keys).map((key) =>
    Buffer.from(hkdfSync('sha256', key, 'traffic-dashboard', purpose, 32)),
  );
  if (present === undefined) throw new Error('a secret box needs a key');
  return {
    seal(text) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', present, iv, { authTagLength: TAG_BYTES });
      const sealed = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `${FORMAT}.${sealed.toString('base64url')}`;
    },
    open(sealed) {
      const [format, text = ''] = sealed.split('.');
      const bytes = Buffer.from(text, 'base64url');
      if (format !== FORMAT || bytes.length < IV_BYTES + TAG_BYTES)
        throw new SecretBoxError('not a sealed secret');
      for (const key of [present, ...previous]) {
        const opened = openWith(key, bytes);
        if (opened !== null) return opened;
      }
      throw new SecretBoxError('the secret does not open: was ENCRYPTION_KEY changed?');
    },
  };
}

/** GCM proves the key: another one, or a changed byte, opens nothing. */
function openWith(key: Buffer, bytes: Buffer): string | null {
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    const text = [decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()];
    return Buffer.concat(text).toString('utf8');
  } catch {
    return null;
  }
}
