/** Messages of plans, recommendations, forecast and what-if; see translations.ts. */
export const ADVICE_TRANSLATIONS: readonly (readonly [ru: string, kk: string, en: string])[] = [
  [
    'Эта неделя уже закончилась: план на неё не поставить',
    'Бұл апта аяқталды: оған жоспар қоюға болмайды',
    'This week is over: it cannot get a plan',
  ],
  ['Такого плана нет', 'Мұндай жоспар жоқ', 'There is no such plan'],
  [
    'week: неделя плана начинается с понедельника',
    'week: жоспар аптасы дүйсенбіден басталады',
    "week: a plan's week starts on Monday",
  ],
];
