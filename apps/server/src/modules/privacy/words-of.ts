/**
 * What of a person's keys a raw webhook body may hold: a phone's last ten digits however it is begun, an e-mail as it
 * is and as a form encodes it. Keys that are hashed already say nothing.
 *
 * @param keys such as `phone:+77011234567` and `email:a@b.c`
 */
export function wordsOf(keys: readonly string[]): string[] {
  return keys.flatMap((key) => {
    const value = key.slice(key.indexOf(':') + 1);
    if (value.startsWith('erased-')) return [];
    if (key.startsWith('phone:')) return [value.replaceAll(/\D/g, '').slice(-10)];
    return [...new Set([value, encodeURIComponent(value)])];
  });
}
