import { definePageTexts, textsOf } from '../../lib/page-texts.ts';

export const changesTexts = definePageTexts({
  ru: {
    title: 'Что изменилось сильнее всего',
    hint: '{{days}} к {{previous}}. Сравниваем только завершённые дни.',
    error: 'Не получилось сравнить с прошлым периодом',
    teams: 'Команды',
    campaigns: 'Кампании',
    quiet: 'Заметных изменений нет.',
    unfinished: 'В этом периоде ещё нет ни одного завершённого дня: сравнивать рано.',
    fromTo: 'было {{before}}, стало {{now}}',
    fresh: 'раньше не было',
    noName: 'без имени',
    withheld: {
      incomplete: 'данные неполные, строк: {{n}}',
      few: 'продаж слишком мало, чтобы отличить от случайности, строк: {{n}}',
      short_history: 'за прошлый период данных ещё нет',
      cohort: 'люди последних дней ещё не успели купить',
    },
    silent: 'Не судим: {{why}}.',
  },
  kk: {
    title: 'Не көбірек өзгерді',
    hint: '{{days}}, салыстыру: {{previous}}. Тек аяқталған күндерді салыстырамыз.',
    error: 'Өткен кезеңмен салыстыру мүмкін болмады',
    teams: 'Командалар',
    campaigns: 'Науқандар',
    quiet: 'Айтарлықтай өзгеріс жоқ.',
    unfinished: 'Бұл кезеңде әлі бірде-бір күн аяқталған жоқ: салыстыруға ерте.',
    fromTo: '{{before}} болған, {{now}} болды',
    fresh: 'бұрын болмаған',
    noName: 'атауы жоқ',
    withheld: {
      incomplete: 'деректер толық емес, жолдар: {{n}}',
      few: 'кездейсоқтықтан ажырату үшін сатылым тым аз, жолдар: {{n}}',
      short_history: 'өткен кезеңнің деректері әлі жоқ',
      cohort: 'соңғы күндердегі адамдар әлі сатып алып үлгермеді',
    },
    silent: 'Қорытынды жасамаймыз: {{why}}.',
  },
  en: {
    title: 'Biggest changes',
    hint: '{{days}} against {{previous}}. Only days that are over are compared.',
    error: 'Could not compare with the period before',
    teams: 'Teams',
    campaigns: 'Campaigns',
    quiet: 'Nothing moved much.',
    unfinished: 'No day of this period is over yet: too early to compare.',
    fromTo: 'was {{before}}, is {{now}}',
    fresh: 'new',
    noName: 'no name',
    withheld: {
      incomplete: 'incomplete data, rows: {{n}}',
      few: 'too few sales to tell from chance, rows: {{n}}',
      short_history: 'there are no data of the period before',
      cohort: 'people of the last days have had no time to buy',
    },
    silent: 'Not judged: {{why}}.',
  },
});

/** Texts of the biggest changes. */
export const useChangesTexts = textsOf('changes', changesTexts);
