import { definePageTexts, textsOf } from '../../lib/page-texts.ts';

export const ownTokensTexts = definePageTexts({
  ru: {
    title: 'Мои ключи',
    lead: 'Для ассистента и своих скриптов. Ключ видит то же, что и вы: строки вашей команды.',
    name: 'Где будет ключ',
    hint: 'Например: ассистент на ноутбуке.',
    once: 'Показываем один раз. Адрес для ассистента: {{url}}',
    none: 'Ключей пока нет.',
    failed: 'Не получилось загрузить ключи',
  },
  kk: {
    title: 'Менің кілттерім',
    lead: 'Ассистент пен өз скрипттеріңізге. Кілт сіз көретінді көреді: командаңыздың жолдарын.',
    name: 'Кілт қайда тұрады',
    hint: 'Мысалы: ноутбуктегі ассистент.',
    once: 'Бір рет қана көрсетеміз. Ассистентке арналған мекенжай: {{url}}',
    none: 'Әзірге кілт жоқ.',
    failed: 'Кілттерді жүктеу мүмкін болмады',
  },
  en: {
    title: 'My keys',
    lead: 'For an assistant and your own scripts. A key sees what you see: the rows of your team.',
    name: 'Where the key will be',
    hint: 'Such as: the assistant on my laptop.',
    once: 'Shown once. The address for an assistant: {{url}}',
    none: 'No keys yet.',
    failed: 'The keys could not be loaded',
  },
});

/** Texts of «Мои ключи». */
export const useOwnTokensTexts = textsOf('own-tokens', ownTokensTexts);
