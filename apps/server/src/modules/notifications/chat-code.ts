import { createHash, randomInt } from 'node:crypto';

/** No 0 and O, 1 and I: the code is typed from a screen into a phone. 32^8 = 2^40 codes. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const LENGTH = 8;
const CODE = new RegExp(`^(?:/(?:start|connect)(?:@\\w+)?\\s+)?([${ALPHABET}]{4})-?([${ALPHABET}]{4})$`, 'i');

/** A new one-time code. */
export function newCode(): string {
  return Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}

/** What is kept of a code. */
export function codeHash(code: string): Buffer {
  return createHash('sha256').update(code).digest();
}

/**
 * The code in what was written to the bot: alone, or after /connect or /start (groups hand only commands to bots); null
 * when it holds none.
 */
export function readCode(text: string): string | null {
  const found = CODE.exec(text.trim());
  return found === null ? null : `${found[1]}${found[2]}`.toUpperCase();
}
