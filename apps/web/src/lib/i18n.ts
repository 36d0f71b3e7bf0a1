import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import { type Catalogue, ru } from '../locales/ru.ts';
import { LOCALES, type Locale } from './locale-tables.ts';
import { readSetting, writeSetting } from './settings.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'app';
    resources: { app: typeof ru };
  }
}

/** Russian comes with the frame, which saves a request before the first figure; the others when they are chosen. */
const CATALOGUES: Record<Locale, () => Catalogue | Promise<Catalogue>> = {
  ru: () => ru,
  kk: async () => (await import('../locales/kk.ts')).kk,
  en: async () => (await import('../locales/en.ts')).en,
};

const isLocale = (value: string | null): value is Locale => LOCALES.some((locale) => locale === value);

/** Starts translation in the language chosen last, else in Russian. */
export async function startI18n(): Promise<void> {
  const saved = readSetting('language');
  const locale = isLocale(saved) ? saved : 'ru';
  await i18next.use(initReactI18next).init({
    lng: locale,
    fallbackLng: false,
    defaultNS: 'app',
    resources: { [locale]: { app: await CATALOGUES[locale]() } },
    // React escapes what it prints; escaping here would show "&amp;" in names.
    interpolation: { escapeValue: false },
  });
  document.documentElement.lang = locale;
}

/** Switches the language for this browser, at once and for the next visit. */
export async function chooseLanguage(locale: Locale): Promise<void> {
  if (!i18next.hasResourceBundle(locale, 'app')) {
    i18next.addResourceBundle(locale, 'app', await CATALOGUES[locale]());
  }
  writeSetting('language', locale);
  document.documentElement.lang = locale;
  await i18next.changeLanguage(locale);
}

/** The language in use. */
export function useLocale(): Locale {
  const { i18n } = useTranslation();
  return isLocale(i18n.language) ? i18n.language : 'ru';
}
