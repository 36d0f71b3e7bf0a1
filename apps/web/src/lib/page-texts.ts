import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { LOCALES, type Locale } from './locale-tables.ts';

type Tree = { [key: string]: string | Tree };
type Same<T> = { [K in keyof T]: T[K] extends string ? string : Same<T[K]> };
type Path<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${Path<T[K]>}`;
}[keyof T & string];
type Values = Record<string, string | number>;

/** Texts of one page in every language; Russian gives the shape. A value with "|" lists plural forms. */
export type PageTexts<T extends Tree> = { ru: T } & Record<Exclude<Locale, 'ru'>, Same<T>>;

/** Checks that every language has the keys of the Russian one. */
export const definePageTexts = <const T extends Tree>(texts: PageTexts<T>): PageTexts<T> => texts;

/**
 * A hook that gives the texts of one page. They come with the page's own chunk, so that nobody loads words of pages
 * they do not open.
 *
 * @param name of the page, unique: the namespace of its keys
 */
export function textsOf<T extends Tree>(name: string, texts: PageTexts<T>) {
  return function usePageTexts(): (key: Path<T>, values?: Values) => string {
    const { i18n } = useTranslation();
    if (!i18next.hasResourceBundle('ru', name)) {
      for (const locale of LOCALES) i18next.addResourceBundle(locale, name, texts[locale]);
    }
    // i18next's own table of keys is global and holds the core texts only; the keys of a page are typed here.
    const text = i18n.getFixedT(null, name as never) as unknown as (key: string, values?: Values) => string;
    return text;
  };
}
