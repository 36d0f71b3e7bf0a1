/** Messages about Meta's ad accounts, spend and rates; in the form of translations.ts. */
export const META_TRANSLATIONS: readonly (readonly [ru: string, kk: string, en: string])[] = [
  [
    'Токен Meta скоро перестанет действовать: выпустите новый и обновите FB_ACCESS_TOKEN',
    'Meta токенінің мерзімі жақында бітеді: жаңасын шығарып, FB_ACCESS_TOKEN жаңартыңыз',
    'The Meta token will soon stop working: issue a new one and update FB_ACCESS_TOKEN',
  ],
  [
    'Эта версия API Meta заканчивается: укажите новую в FB_API_VERSION',
    'Meta API-дің бұл нұсқасының мерзімі бітіп барады: FB_API_VERSION жаңасын көрсетіңіз',
    'This version of the Meta API is ending: set a new one in FB_API_VERSION',
  ],
];
