import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import { en } from '../locales/en.ts';
import { ru } from '../locales/ru.ts';
import { LOCALES, type Locale } from './locale-tables.ts';
import { readSetting, writeSetting } from './settings.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'app';
    resources: { app: typeof ru };
  }
}

const isLocale = (value: string | null): value is Locale => LOCALES.some((locale) => locale === value);

/** Starts translation in the language chosen last, else in Russian. */
export async function startI18n(): Promise<void> {
  const saved = readSetting('language');
  await i18next.use(initReactI18next).init({
    lng: isLocale(saved) ? saved : 'ru',
    fallbackLng: 'ru',
    defaultNS: 'app',
    resources: { ru: { app: ru }, en: { app: en } },
    // React escapes what it prints; escaping here would show "&amp;" in names.
    interpolation: { escapeValue: false },
  });
  document.documentElement.lang = i18next.language;
}

/** Switches the language for this browser, at once and for the next visit. */
export async function chooseLanguage(locale: Locale): Promise<void> {
  writeSetting('language', locale);
  document.documentElement.lang = locale;
  await i18next.changeLanguage(locale);
}

/** The language in use. */
export function useLocale(): Locale {
  const { i18n } = useTranslation();
  return isLocale(i18n.language) ? i18n.language : 'ru';
}
