/** Messages about Meta's ad accounts, spend and rates; in the form of translations.ts. */
export const META_TRANSLATIONS: readonly (readonly [ru: string, kk: string, en: string])[] = [
  [
    'Чтобы включить отправку, нужны набор данных и его ключ, а для проверки ещё и тестовый код',
    'Жіберуді қосу үшін деректер жиыны мен оның кілті, ал тексеру үшін тест коды да керек',
    'To switch sending on, a dataset and its key are needed, and a test code for the test mode',
  ],
  [
    'Meta не принимает конверсии: проверьте набор данных и его ключ в «Конверсиях в Meta»',
    'Meta конверсияларды қабылдамайды: «Meta-ға конверсиялар» бетінде деректер жиыны мен кілтті тексеріңіз',
    'Meta does not take the conversions: check the dataset and its key in “Conversions to Meta”',
  ],
  [
    'Неизвестно, дошли ли конверсии до Meta: решите о них в «Конверсиях в Meta»',
    'Конверсиялардың Meta-ға жеткені белгісіз: «Meta-ға конверсиялар» бетінде шешіңіз',
    'It is unknown whether conversions reached Meta: decide about them in “Conversions to Meta”',
  ],
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
  [
    'Эти дни кабинета уже закреплены: снимите прежнее закрепление',
    'Кабинеттің бұл күндері бекітіліп қойған: алдыңғы бекітуді алып тастаңыз',
    'These days of the account are bound already: take the earlier binding back',
  ],
  ['Такого закрепления кабинета нет', 'Кабинеттің мұндай бекітуі жоқ', 'The account has no such binding'],
  ['Такого рекламного кабинета нет', 'Мұндай жарнама кабинеті жоқ', 'There is no such ad account'],
  [
    'За этот день курс вручную не задан',
    'Бұл күнге бағам қолмен берілмеген',
    'No rate was entered by hand for this day',
  ],
  [
    'Meta не подключена: задайте FB_ACCESS_TOKEN',
    'Meta қосылмаған: FB_ACCESS_TOKEN беріңіз',
    'Meta is not connected: set FB_ACCESS_TOKEN',
  ],
  [
    'Не читаются рекламные кабинеты: {0} из {1}',
    'Жарнама кабинеттері оқылмай тұр: {1} ішінен {0}',
    'Ad accounts that cannot be read: {0} of {1}',
  ],
  [
    'Нет включённых рекламных кабинетов',
    'Қосулы жарнама кабинеттері жоқ',
    'There are no included ad accounts',
  ],
  ['Meta отвечает', 'Meta жауап береді', 'Meta answers'],
];
