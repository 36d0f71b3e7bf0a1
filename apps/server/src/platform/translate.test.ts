import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { languageOf, translate } from './translate.ts';

const SERVER = fileURLToPath(new URL('..', import.meta.url));
/** Texts that are no messages: names kept in data, Telegram's notice (it has the chat's language), the catalogue,
 * recommendations (they have texts of every language, with a test of their own). */
const NOT_MESSAGES =
  /translations\.ts|format-sale-notice|notice-texts|advice\/(render|explain)\/|import-preset|demo-logins|ensure-first-admin|testing\/|\.test\.ts|golden|-factory|access-test-app/;
const NOT_A_MESSAGE = new Set(['Не распределено', 'Другое', 'Затраты', 'Лиды ProfTest', 'е']);

/** Every Russian literal of the server's code, `${...}` standing for a value. */
function messages(): string[] {
  return globSync('**/*.ts', { cwd: SERVER })
    .filter((file) => !NOT_MESSAGES.test(file))
    .flatMap((file) =>
      readFileSync(`${SERVER}/${file}`, 'utf8')
        .split('\n')
        .filter((line) => !/^\s*(\/\/|\*|\/\*)/.test(line))
        .flatMap((line) =>
          [...line.matchAll(/'([^'\n]*)'|`([^`\n]*)`/g)].map(
            ([, single, template]) => single ?? template ?? '',
          ),
        ),
    )
    .filter(
      (text) =>
        /[А-Яа-я]/.test(text) && !/coalesce|replace\(|🧪|["«ё]=|\\u/.test(text) && !NOT_A_MESSAGE.has(text),
    );
}

describe('translate', () => {
  it('knows every message of the server in Kazakh and English', () => {
    const found = messages();
    expect(found.length).toBeGreaterThan(40);
    const missing = found
      .map((text) => text.replaceAll(/\$\{[^}]*\}/g, '7'))
      .filter((text) => translate(text, 'en') === text || translate(text, 'kk') === text);
    expect(missing).toEqual([]);
  });

  it('carries values over', () => {
    expect(translate('Начало 2026-11-02 позже конца 2026-11-01', 'en')).toBe(
      'The start 2026-11-02 is later than the end 2026-11-01',
    );
    expect(translate('Нет курса за 2026-05-16: расход этого дня не переведён в тенге', 'kk')).toContain(
      '2026-05-16',
    );
  });

  it('leaves Russian, and what it does not know, as it is', () => {
    expect(translate('Не найдено', 'ru')).toBe('Не найдено');
    expect(translate('boom', 'en')).toBe('boom');
  });
});

describe('languageOf', () => {
  it.each([
    [undefined, 'ru'],
    ['', 'ru'],
    ['kk', 'kk'],
    ['en-US,en;q=0.9,ru;q=0.8', 'en'],
    ['de-DE,de;q=0.9,kk-KZ;q=0.8', 'kk'],
    ['zz', 'ru'],
  ])('%s is %s', (header, language) => {
    expect(languageOf({ headers: { 'accept-language': header } })).toBe(language);
  });
});
