import { TRANSLATIONS } from './translations.ts';

export const LANGUAGES = ['ru', 'kk', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

type Template = { pattern: RegExp; kk: string; en: string };

/** "Нет курса за {0}: ..." as a pattern that finds what stands in the places. */
const templates: Template[] = TRANSLATIONS.map(([ru, kk, en]) => {
  const parts = ru.split(/\{\d\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return { pattern: new RegExp(`^${parts.join('(.+?)')}$`, 's'), kk, en };
});

/**
 * A message of ours in another language. Russian is what the code says and stores, as in gettext; what has
 * no translation stays Russian rather than being lost.
 */
export function translate(message: string, language: Language): string {
  if (language === 'ru') return message;
  for (const template of templates) {
    const found = template.pattern.exec(message);
    if (found !== null)
      return template[language].replaceAll(/\{(\d)\}/g, (_, place) => found[Number(place) + 1] ?? '');
  }
  return message;
}

/** The first language of an `Accept-Language` header that we speak; Russian without one. */
export function languageOf(request: { headers: { 'accept-language'?: string | undefined } }): Language {
  const wanted = (request.headers['accept-language'] ?? '')
    .split(',')
    .map((entry) => entry.trim().slice(0, 2).toLowerCase());
  return LANGUAGES.find((language) => language === wanted.find((one) => isLanguage(one))) ?? 'ru';
}

function isLanguage(value: string): value is Language {
  return LANGUAGES.some((language) => language === value);
}
