import type { Language } from '../../../platform/translate.ts';
import type { Finding } from '../finding.ts';
import { placesOf } from '../render/fill-text.ts';

/** A model's words by language, with `{places}` where figures and names go. */
export type Explanation = Record<Language, string>;

const LONGEST = 600;

/**
 * Quantities that need no digit: "вдвое", "half", "үш есе". A model that may not write numbers must not say them either.
 * Stems: they stand at the start of a word.
 */
const QUANTITIES = [
  ...[
    'вдво',
    'втро',
    'вчетверо',
    'впятеро',
    'вдесятеро',
    'двукрат',
    'трехкрат',
    'кратн',
    'половин',
    'полтор',
  ],
  ...[
    'треть',
    'трети',
    'четверт',
    'дважды',
    'трижды',
    'оба',
    'обе',
    'десят',
    'двадцат',
    'тридцат',
    'сорок',
    'сотн',
  ],
  ...[
    'сто',
    'двести',
    'тысяч',
    'миллион',
    'миллиард',
    'процент',
    'один',
    'одн',
    'два',
    'две',
    'двух',
    'три',
    'трех',
    'четыр',
    'пять',
    'пяти',
    'шест',
    'семь',
    'семи',
    'восем',
    'восьм',
    'девят',
    'ноль',
    'нуля',
    'нулев',
  ],
  ...[
    'twice',
    'thrice',
    'double',
    'doubl',
    'triple',
    'tripl',
    'quadrupl',
    'half',
    'halv',
    'third',
    'quarter',
    'dozen',
    'hundred',
    'thousand',
    'million',
    'billion',
    'percent',
    'zero',
    'one',
    'two',
    'three',
    'four',
    'five',
    'six',
    'seven',
    'eight',
    'nine',
    'ten',
    'eleven',
    'twelve',
    'twent',
    'thirt',
    'fort',
    'fift',
    'sixt',
    'sevent',
    'eight',
    'ninet',
  ],
  ...[
    'есе',
    'жарты',
    'жартысы',
    'ширек',
    'пайыз',
    'мың',
    'жүз',
    'бір',
    'екі',
    'үш',
    'төрт',
    'бес',
    'алты',
    'жеті',
    'сегіз',
    'тоғыз',
    'он',
    'жиырма',
    'отыз',
    'қырық',
    'елу',
    'нөл',
  ],
];
/** Whole words of these are meant, since they begin many others ("сто" in "стоит", "он" in Russian is "he"). */
const WHOLE = new Set([
  'сто',
  'оба',
  'обе',
  'два',
  'две',
  'три',
  'один',
  'он',
  'one',
  'ten',
  'two',
  'six',
  'four',
  'five',
  'nine',
  'есе',
  'мың',
  'жүз',
  'бір',
  'екі',
  'үш',
  'төрт',
  'бес',
  'алты',
  'жеті',
  'елу',
  'третья',
  'сорок',
  'треть',
  'семь',
  'пять',
  'third',
  'seven',
  'three',
  'eight',
  'half',
]);
const STEMS = QUANTITIES.filter((word) => !WHOLE.has(word));
/** Of these languages' own: "он" is ten in Kazakh and "he" in Russian. */
const ONLY_IN: Record<string, Language> = { он: 'kk', есе: 'kk' };

/** Why a text is not shown; null when it may be. */
export function whyRefused(
  text: string,
  language: Language,
  { facts, names }: Pick<Finding, 'facts' | 'names'>,
): string | null {
  const known = new Set([...facts.map(({ key }) => key), ...Object.keys(names)]);
  const places = placesOf(text);
  if (text.trim() === '' || text.length > LONGEST) return 'length';
  if (places.some((place) => !known.has(place))) return 'unknown place';
  const words = text.replaceAll(/\{[a-z_]+\}/g, ' ');
  // Digits of every script, fractions, circled and Roman numerals; the code writes the numbers.
  if (/[\p{N}]/u.test(words)) return 'number';
  if (/[{}<>\\[\]|`*#_@%₸$€]|https?:|www\./iu.test(words)) return 'markup';
  if (/[\p{C}--[\n]]/v.test(words)) return 'control';
  const found = words
    .toLowerCase()
    .replaceAll('ё', 'е')
    .split(/[^\p{L}]+/u)
    .find((word) => isQuantity(word, language));
  return found === undefined ? null : `quantity: ${found}`;
}

function isQuantity(word: string, language: Language): boolean {
  if (WHOLE.has(word)) return (ONLY_IN[word] ?? language) === language;
  return STEMS.some((stem) => word.startsWith(stem));
}

/** The words that may be shown, in every language or in none. */
export function checkedExplanation(
  answer: Record<Language, string>,
  finding: Pick<Finding, 'facts' | 'names'>,
): Explanation | { refused: string } {
  for (const language of ['ru', 'kk', 'en'] as const) {
    const refused = whyRefused(answer[language], language, finding);
    if (refused !== null) return { refused: `${language}: ${refused}` };
  }
  const { ru, kk, en } = answer;
  return { ru: ru.trim(), kk: kk.trim(), en: en.trim() };
}
