/** UTM values are bounded by our API at 1000 characters; a hook's are not. */
const MAX_TEXT = 1000;

/** One token of a text and whether an underscore follows it directly. */
export type Token = { text: string; beforeUnderscore: boolean };

/** The form two texts are compared in: NFKC, lower case, `ё` as `е`, no spaces around. */
export function fold(text: string): string {
  return text.slice(0, MAX_TEXT).normalize('NFKC').toLowerCase().replaceAll('ё', 'е').trim();
}

/** The tokens of a folded text: runs of letters and digits of any script. */
export function tokenize(folded: string): Token[] {
  return Array.from(folded.matchAll(/[\p{L}\p{M}\p{N}]+/gu), (match) => ({
    text: match[0],
    beforeUnderscore: folded[match.index + match[0].length] === '_',
  }));
}

/**
 * A token as it is, and without a channel glued to its start, its end or both: with `fb` an affix,
 * `kenjifb` is also `kenji`. Never an empty string: `fb` alone stays `fb`.
 */
export function withoutAffixes(token: string, affixes: readonly string[]): Set<string> {
  const forms = new Set([token]);
  for (const affix of affixes) if (token.startsWith(affix)) forms.add(token.slice(affix.length));
  for (const form of [...forms]) {
    for (const affix of affixes) if (form.endsWith(affix)) forms.add(form.slice(0, -affix.length));
  }
  forms.delete('');
  return forms;
}

/** An advertising macro nobody filled in, e.g. `{{campaign.name}}`: it says nothing of the visitor. */
export function isMacro(text: string): boolean {
  return text.includes('{{');
}

/** Whether there is nothing to read in a value. */
export function isBlank(text: string | null | undefined): text is null | undefined | '' {
  return text === null || text === undefined || text.trim() === '';
}

/** Whether a rule's value can match anything at all: it has a letter or a digit. */
export function speaks(value: string): boolean {
  return tokenize(fold(value)).length > 0;
}
