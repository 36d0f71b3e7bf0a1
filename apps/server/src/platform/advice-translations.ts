/** Messages of plans, recommendations, forecast and what-if; see translations.ts. */
export const ADVICE_TRANSLATIONS: readonly (readonly [ru: string, kk: string, en: string])[] = [
  [
    'Эта неделя уже закончилась: план на неё не поставить',
    'Бұл апта аяқталды: оған жоспар қоюға болмайды',
    'This week is over: it cannot get a plan',
  ],
  ['Такой рекомендации нет', 'Мұндай ұсыныс жоқ', 'There is no such recommendation'],
  [
    'По этой рекомендации решение уже принято',
    'Бұл ұсыныс бойынша шешім қабылданып қойған',
    'This recommendation is decided already',
  ],
  ['Модель не отвечает', 'Модель жауап бермейді', 'The model does not answer'],
  ['Модель отказала в ответе', 'Модель жауап беруден бас тартты', 'The model refused to answer'],
  [
    'Модель ответила не по форме',
    'Модель дұрыс емес пішінде жауап берді',
    'The model answered in another form',
  ],
  ['Такого плана нет', 'Мұндай жоспар жоқ', 'There is no such plan'],
  [
    'week: неделя плана начинается с понедельника',
    'week: жоспар аптасы дүйсенбіден басталады',
    "week: a plan's week starts on Monday",
  ],
];
