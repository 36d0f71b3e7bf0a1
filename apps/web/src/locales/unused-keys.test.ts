import { describe, expect, it } from 'vitest';
import { LOCALES } from '../lib/locale-tables.ts';
import { ru } from './ru.ts';

type Tree = { [key: string]: string | Tree };

const isTexts = (value: unknown): value is { ru: Tree } =>
  typeof value === 'object' && value !== null && LOCALES.every((locale) => locale in value);
const TEXTS = /(^|[/-])texts(-\w+)?\.ts$/;

const modules = import.meta.glob<Record<string, unknown>>(
  ['../pages/*/*texts.ts', '../widgets/*/texts.ts', '../design/texts.ts'],
  { eager: true },
);
const sources = import.meta.glob<string>(['../**/*.{ts,tsx}', '!../**/*.test.ts', '!../locales/*'], {
  eager: true,
  query: '?raw',
  import: 'default',
});

const keysOf = (tree: Tree, path = ''): string[] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [path + key] : keysOf(value, `${path}${key}.`),
  );

/** What a piece of code may ask for: its literal keys, and patterns of the keys it puts together. */
function asked(code: string): { literal: Set<string>; patterns: RegExp[] } {
  const literal = new Set([...code.matchAll(/'([\w./-]+)'/g)].map(([, key]) => key ?? ''));
  const templates = [...code.matchAll(/`((?:[\w.-]|\$\{[^`{}]+\})+)`/g)].map(([, key]) => key ?? '');
  const patterns = templates
    .filter((key) => key.includes('$') && /\.|\w{4}/.test(key.replaceAll(/\$\{[^}]+\}/g, '')))
    .map(
      (key) =>
        new RegExp(
          `^${key
            .split(/\$\{[^}]+\}/)
            .map((part) => part.replaceAll('.', String.raw`\.`))
            .join('.+')}$`,
        ),
    );
  return { literal, patterns };
}

function unused(texts: Tree, code: string): string[] {
  const { literal, patterns } = asked(code);
  return keysOf(texts).filter((key) => !literal.has(key) && !patterns.some((pattern) => pattern.test(key)));
}

/** All code that uses one of the hooks a file of texts exports; the frame's words are used everywhere. */
const codeWith = (hooks: readonly string[]): string =>
  Object.entries(sources)
    .filter(([path, code]) => !TEXTS.test(path) && hooks.some((hook) => code.includes(hook)))
    .map(([, code]) => code)
    .join('\n');

describe('no key is unused', () => {
  it('in the words of the frame', () => {
    expect(
      unused(
        ru,
        Object.entries(sources)
          .flatMap(([path, code]) => (TEXTS.test(path) ? [] : code))
          .join('\n'),
      ),
    ).toEqual([]);
  });

  it.each(
    Object.entries(modules).flatMap(([file, module]) => {
      const hooks = Object.keys(module).filter((name) => name.startsWith('use'));
      // A file of texts may export the texts to another file of texts that makes the hook.
      return Object.values(module)
        .filter(isTexts)
        .map((texts) => ({ file, hooks, texts: texts.ru }));
    }),
  )('in $file', ({ hooks, texts }) => {
    expect(unused(texts, codeWith(hooks))).toEqual([]);
  });

  it('finds one that is', () => {
    expect(
      unused({ used: 'a', group: { made: 'b', left: 'c' }, left: 'd' }, "t('used') t(`group.${name}`)"),
    ).toEqual(['left']);
  });
});
