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
  [
    'Модель подключена, её ещё ни о чём не спрашивали',
    'Модель қосылған, одан әлі ештеңе сұралмаған',
    'The model is connected and has not been asked anything yet',
  ],
  ['Модель объясняет рекомендации', 'Модель ұсыныстарды түсіндіреді', 'The model explains recommendations'],
  [
    'Модель не ответила: рекомендации объясняют сами правила',
    'Модель жауап бермеді: ұсыныстарды ережелердің өзі түсіндіреді',
    'The model did not answer: the rules explain recommendations themselves',
  ],
  [
    'to: выберите, куда перенести бюджет',
    'to: бюджетті қайда ауыстыратыныңызды таңдаңыз',
    'to: choose where to move the budget',
  ],
  [
    'Такой команды или кампании в этих неделях нет',
    'Бұл апталарда мұндай команда не науқан жоқ',
    'There is no such team or campaign in these weeks',
  ],
  ['Такого плана нет', 'Мұндай жоспар жоқ', 'There is no such plan'],
  [
    'week: неделя плана начинается с понедельника',
    'week: жоспар аптасы дүйсенбіден басталады',
    "week: a plan's week starts on Monday",
  ],
];
