/** The code of no word at all. */
export const NONE = -1;

/** Numbers for words, each word kept once: a year of UTM texts repeats a few thousand of them. */
export type Dictionary = {
  /** The word's number, given at its first coming. */
  code(word: string | null): number;
  /** The word's number if it has one; NONE otherwise. */
  find(word: string): number;
  word(code: number): string | null;
  readonly size: number;
};

export function createDictionary(): Dictionary {
  const codes = new Map<string, number>();
  const words: string[] = [];
  return {
    code(word) {
      if (word === null) return NONE;
      const known = codes.get(word);
      if (known !== undefined) return known;
      codes.set(word, words.length);
      return words.push(word) - 1;
    },
    find: (word) => codes.get(word) ?? NONE,
    word: (code) => words[code] ?? null,
    get size() {
      return words.length;
    },
  };
}
