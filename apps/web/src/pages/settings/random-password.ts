/** Without letters and digits that look alike when they are read aloud. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const GROUPS = 5;
const GROUP_LENGTH = 4;

/** A password of 99 random bits in groups that can be dictated, such as «kdwp-7rxm-…». */
export function randomPassword(): string {
  const group = (): string => Array.from({ length: GROUP_LENGTH }, letter).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}

/** Each letter is as likely as any other: bytes beyond the last whole alphabet are thrown away. */
function letter(): string {
  const usable = 256 - (256 % ALPHABET.length);
  for (;;) {
    const [byte = usable] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < usable) return ALPHABET.charAt(byte % ALPHABET.length);
  }
}
