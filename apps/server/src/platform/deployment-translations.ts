/** Messages of starting, stopping and checking an installation; in the form of translations.ts. */
export const DEPLOYMENT_TRANSLATIONS: readonly (readonly [ru: string, kk: string, en: string])[] = [
  [
    'Этот процесс останавливается: обратитесь к другому',
    'Бұл процесс тоқтап жатыр: басқасына жүгініңіз',
    'This process is stopping: ask another one',
  ],
  [
    'Это не проверочный вебхук: удалить можно только то, что прислала сама проверка',
    'Бұл тексеру вебхугі емес: тек тексерудің өзі жібергенін ғана өшіруге болады',
    'This is no test delivery: only what the check itself has sent can be removed',
  ],
  [
    'Проверочный вебхук ещё обрабатывается, повторите через секунду',
    'Тексеру вебхугі әлі өңделіп жатыр, бір секундтан кейін қайталаңыз',
    'The test delivery is still being processed, try again in a second',
  ],
];
