import { definePageTexts, textsOf } from '../../lib/page-texts.ts';

export const forecastTexts = definePageTexts({
  ru: {
    title: 'Чем закончится месяц',
    hint: 'Прогноз на {{period}} по целым дням до {{until}}: уровень четырёх недель и форма недели.',
    error: 'Не получилось посчитать прогноз',
    revenue: 'Выручка к концу месяца',
    spend: 'Расход к концу месяца',
    range: 'скорее всего от {{low}} до {{high}}',
    soFar: 'Уже есть {{value}}.',
    tested: 'Такие прогнозы ошибались на {{error}} (медиана, проверок: {{n}}).',
    over: 'Месяц закончился.',
    refusal: {
      few_days: 'Истории мало: прогноз появится, когда наберётся восемь недель и несколько проверок.',
      incomplete: 'Данные неполные: прогноз по ним обманул бы.',
      no_activity: 'Пока не из чего прогнозировать.',
    },
  },
  kk: {
    title: 'Ай немен аяқталады',
    hint: '{{period}} болжамы, {{until}} дейінгі толық күндер бойынша: төрт аптаның деңгейі мен апта пішіні.',
    error: 'Болжамды есептеу мүмкін болмады',
    revenue: 'Ай соңындағы түсім',
    spend: 'Ай соңындағы шығын',
    range: 'ықтималы {{low}} мен {{high}} аралығы',
    soFar: 'Қазір {{value}} бар.',
    tested: 'Мұндай болжамдар {{error}} қателескен (медиана, тексеру саны: {{n}}).',
    over: 'Ай аяқталды.',
    refusal: {
      few_days: 'Тарих аз: болжам сегіз апта мен бірнеше тексеру жиналғанда шығады.',
      incomplete: 'Деректер толық емес: олармен болжам алдап кетер еді.',
      no_activity: 'Әзірге болжайтын негіз жоқ.',
    },
  },
  en: {
    title: 'How the month may end',
    hint: 'Forecast for {{period}} from whole days until {{until}}: the level of four weeks in the shape of the week.',
    error: 'The forecast could not be computed',
    revenue: 'Revenue at the month’s end',
    spend: 'Spend at the month’s end',
    range: 'probably {{low}} to {{high}}',
    soFar: '{{value}} is there already.',
    tested: 'Such forecasts missed by {{error}} (median, tests: {{n}}).',
    over: 'The month is over.',
    refusal: {
      few_days: 'Too little history: a forecast needs eight weeks and a few tests.',
      incomplete: 'The data are incomplete: a forecast from them would mislead.',
      no_activity: 'There is nothing to forecast from yet.',
    },
  },
});

/** Texts of the month's forecast. */
export const useForecastTexts = textsOf('forecast', forecastTexts);
