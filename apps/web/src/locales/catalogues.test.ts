import { describe, expect, it } from 'vitest';
import { LOCALE_TABLES } from '../lib/locale-tables.ts';
import { en } from './en.ts';
import { ru } from './ru.ts';

type Tree = { [key: string]: string | Tree };

function flatten(tree: Tree, path = ''): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') flat.set(path + key, value);
    else for (const [inner, text] of flatten(value, `${path}${key}.`)) flat.set(inner, text);
  }
  return flat;
}

const catalogues = { ru: flatten(ru), en: flatten(en) };
const placeholders = (text: string): string[] => (text.match(/\{\{\w+\}\}/g) ?? []).sort();

describe('catalogues', () => {
  it('every language that formats numbers has a catalogue', () => {
    expect(Object.keys(catalogues).sort()).toEqual(Object.keys(LOCALE_TABLES).sort());
  });

  it('every key exists in every language, none is empty', () => {
    expect([...catalogues.en.keys()].sort()).toEqual([...catalogues.ru.keys()].sort());
    for (const catalogue of Object.values(catalogues)) {
      expect([...catalogue].filter(([, text]) => text.trim() === '')).toEqual([]);
    }
  });

  it('the same placeholders stand in every language', () => {
    for (const [key, text] of catalogues.ru) {
      expect(placeholders(catalogues.en.get(key) ?? ''), key).toEqual(placeholders(text));
    }
  });

  it('plural values have three forms in Russian and two in English', () => {
    for (const [key, text] of catalogues.ru) {
      if (!text.includes('|')) continue;
      expect(text.split('|'), key).toHaveLength(3);
      expect(catalogues.en.get(key)?.split('|'), key).toHaveLength(2);
    }
  });
});
