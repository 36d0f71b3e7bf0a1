import { definePageTexts, textsOf } from '../../lib/page-texts.ts';

export const trendTexts = definePageTexts({
  ru: {
    title: 'Динамика',
    metric: 'Показатель',
    error: 'Не получилось загрузить динамику',
    chart: '{{metric}} за {{period}}. Стрелками влево и вправо можно пройти по точкам.',
    current: 'Период',
    previous: 'Сравнение',
    asTable: 'Показать таблицей',
    asChart: 'Показать графиком',
    when: 'Когда',
    unfinished: 'не завершено',
    unknown: 'неизвестно',
  },
  kk: {
    title: 'Динамика',
    metric: 'Көрсеткіш',
    error: 'Динамика жүктелмеді',
    chart: '{{period}}, {{metric}}. Нүктелерді солға және оңға бағыттауышпен қарауға болады.',
    current: 'Кезең',
    previous: 'Салыстыру',
    asTable: 'Кестемен көрсету',
    asChart: 'Графикпен көрсету',
    when: 'Қашан',
    unfinished: 'аяқталмаған',
    unknown: 'белгісіз',
  },
  en: {
    title: 'Trend',
    metric: 'Figure',
    error: 'Could not load the trend',
    chart: '{{metric}} of {{period}}. Arrow keys walk through the points.',
    current: 'Period',
    previous: 'Comparison',
    asTable: 'Show as a table',
    asChart: 'Show as a chart',
    when: 'When',
    unfinished: 'not over',
    unknown: 'unknown',
  },
});

/** Texts of the trend. */
export const useTrendTexts = textsOf('trend', trendTexts);
