import { describe, expect, it } from 'vitest';
import { LOCALES, type Locale } from '../lib/locale-tables.ts';
import { en } from './en.ts';
import { kk } from './kk.ts';
import { ru } from './ru.ts';

type Tree = { [key: string]: string | Tree };
type Texts = Record<Locale, Tree>;

/** Every `texts.ts` of a page or a group of widgets exports one set of texts. */
const pages = Object.entries(
  import.meta.glob<Record<string, unknown>>(
    ['../pages/*/*texts.ts', '../widgets/*/texts.ts', '../design/texts.ts'],
    {
      eager: true,
    },
  ),
).flatMap(([file, module]) =>
  Object.values(module)
    .filter((value): value is Texts => typeof value === 'object' && value !== null && 'ru' in value)
    .map((texts) => ({ file, texts })),
);

function flatten(tree: Tree, path = ''): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') flat.set(path + key, value);
    else for (const [inner, text] of flatten(value, `${path}${key}.`)) flat.set(inner, text);
  }
  return flat;
}

const placeholders = (text: string): string[] => (text.match(/\{\{\w+\}\}/g) ?? []).sort();
/** Forms a value with plural forms has in each language. */
const FORMS: Record<Locale, number> = { ru: 3, kk: 1, en: 2 };

describe.each([{ file: 'core', texts: { ru, kk, en } as Texts }, ...pages])('texts of $file', ({ texts }) => {
  const russian = flatten(texts.ru);

  it.each(LOCALES)('every key exists in %s, none is empty, with the same placeholders', (locale) => {
    const own = flatten(texts[locale]);
    expect([...own.keys()].sort()).toEqual([...russian.keys()].sort());
    expect([...own].filter(([, text]) => text.trim() === '')).toEqual([]);
    for (const [key, text] of russian)
      expect(placeholders(own.get(key) ?? ''), key).toEqual(placeholders(text));
  });

  it.each(LOCALES)('plural values have as many forms as %s has', (locale) => {
    const own = flatten(texts[locale]);
    for (const [key] of [...russian].filter(([, text]) => text.includes('|'))) {
      expect(own.get(key)?.split('|'), key).toHaveLength(FORMS[locale]);
    }
  });
});
