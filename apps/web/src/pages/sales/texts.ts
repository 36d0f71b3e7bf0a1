import { definePageTexts, textsOf } from '../../lib/page-texts.ts';

export const salesTexts = definePageTexts({
  ru: {
    title: 'Продажи',
    over: '{{sales}} за {{days}}',
    reversals: 'из них вычтены возвраты прежних продаж: {{n}}',
    error: 'Не получилось загрузить продажи',
    none: 'За этот период продаж нет.',
    team: 'Команда',
    noTag: 'без меток',
  },
  kk: {
    title: 'Сатылымдар',
    over: '{{days}} ішінде {{sales}}',
    reversals: 'бұрынғы сатылымдардың қайтарымы шегерілген: {{n}}',
    error: 'Сатылымдар жүктелмеді',
    none: 'Бұл кезеңде сатылым жоқ.',
    team: 'Команда',
    noTag: 'белгі жоқ',
  },
  en: {
    title: 'Sales',
    over: '{{sales}} in {{days}}',
    reversals: 'less refunds of earlier sales: {{n}}',
    error: 'Could not load the sales',
    none: 'No sales in this period.',
    team: 'Team',
    noTag: 'no tags',
  },
});

/** Texts of «Продажи». */
export const useSalesTexts = textsOf('sales-page', salesTexts);
