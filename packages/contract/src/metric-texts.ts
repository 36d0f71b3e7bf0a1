import { z } from 'zod';
import { METRIC_KEYS, METRICS, type MetricKey, type Sum } from './metrics.ts';

type Texts = readonly [ru: string, kk: string, en: string];

/** Names of the metrics for exports, messages and the glossary. */
export const METRIC_NAMES: Record<MetricKey, Texts> = {
  spend: ['Расход', 'Шығын', 'Spend'],
  impressions: ['Показы', 'Көрсетілімдер', 'Impressions'],
  clicks: ['Клики', 'Кликтер', 'Clicks'],
  leads: ['Лиды', 'Лидтер', 'Leads'],
  sales: ['Продажи', 'Сатылымдар', 'Sales'],
  express_purchases: ['Продажи Express', 'Express сатылымы', 'Express sales'],
  flagman_purchases: ['Продажи флагмана', 'Флагман сатылымы', 'Flagship sales'],
  revenue: ['Выручка', 'Түсім', 'Revenue'],
  express_revenue: ['Выручка Express', 'Express түсімі', 'Express revenue'],
  flagman_revenue: ['Выручка флагмана', 'Флагман түсімі', 'Flagship revenue'],
  sales_amount_unknown: ['Продажи без суммы', 'Сомасы белгісіз сатылым', 'Sales of unknown amount'],
  spend_unconverted: ['Дни рекламы без курса', 'Бағамы жоқ жарнама күндері', 'Ad-days without a rate'],
  express_persons: ['Люди с покупкой', 'Сатып алған адамдар', 'People who bought'],
  flagman_persons: ['Люди с флагманом', 'Флагман алған адамдар', 'People with the flagship'],
  cohort_persons_30: ['Люди с полными 30 днями', '30 күні толған адамдар', 'People with all 30 days'],
  cohort_persons_90: ['Люди с полными 90 днями', '90 күні толған адамдар', 'People with all 90 days'],
  cohort_persons_180: ['Люди с полными 180 днями', '180 күні толған адамдар', 'People with all 180 days'],
  cohort_revenue_30: ['Выручка за 30 дней', '30 күндегі түсім', 'Revenue in 30 days'],
  cohort_revenue_90: ['Выручка за 90 дней', '90 күндегі түсім', 'Revenue in 90 days'],
  cohort_revenue_180: ['Выручка за 180 дней', '180 күндегі түсім', 'Revenue in 180 days'],
  ctr: ['CTR', 'CTR', 'CTR'],
  cpc: ['CPC', 'CPC', 'CPC'],
  cpm: ['CPM', 'CPM', 'CPM'],
  cpl: ['CPL', 'CPL', 'CPL'],
  cpa: ['CPA продажи', 'Сатылым CPA', 'CPA of a sale'],
  cpa_express: ['CPA Express', 'Express CPA', 'CPA of Express'],
  cpa_flagman: ['CPA флагмана', 'Флагман CPA', 'CPA of the flagship'],
  roas: ['ROAS', 'ROAS', 'ROAS'],
  roi: ['ROI', 'ROI', 'ROI'],
  drr: ['ДРР', 'Жарнама үлесі', 'Ad cost share'],
  aov: ['Средний чек', 'Орташа чек', 'Average sale'],
  cr_lead_express: ['Из лида в покупку', 'Лидтен сатып алуға', 'Lead to purchase'],
  cr_express_flagman: ['Из покупки во флагман', 'Сатып алудан флагманға', 'Purchase to flagship'],
  ltv_30: ['LTV 30 дней', '30 күндік LTV', 'LTV of 30 days'],
  ltv_90: ['LTV 90 дней', '90 күндік LTV', 'LTV of 90 days'],
  ltv_180: ['LTV 180 дней', '180 күндік LTV', 'LTV of 180 days'],
};

const LANGUAGES = ['ru', 'kk', 'en'] as const;
type Language = (typeof LANGUAGES)[number];

/** What an empty figure («—») means, by why it is empty. */
const EMPTY = {
  source: [
    'Источник ещё не прислал данные за период: неизвестно, а не ноль',
    'Дереккөз кезең деректерін әлі жібермеді: нөл емес, белгісіз',
    'The source has not delivered for the period: unknown, not zero',
  ],
  denominator: [
    'Не на что делить: «{0}» за период равно нулю или неизвестно',
    'Бөлетін ештеңе жоқ: «{0}» кезең бойы нөл немесе белгісіз',
    'Nothing to divide by: “{0}” of the period is zero or unknown',
  ],
} as const satisfies Record<string, Texts>;

export const metricName = (key: MetricKey, language: Language) =>
  METRIC_NAMES[key][LANGUAGES.indexOf(language)] ?? key;

/** The formula in words: «(Выручка − Расход) ÷ Расход × 100»; null for a sum of facts. */
function formulaOf(key: MetricKey, language: Language): string | null {
  const metric = METRICS[key];
  if (metric.kind === 'additive') return null;
  const { numerator, denominator, factor } = metric;
  return `${sumInWords(numerator, language)} ÷ ${sumInWords(denominator, language)}${factor === 1 ? '' : ` × ${factor}`}`;
}

function sumInWords({ plus, minus = [] }: Sum, language: Language): string {
  const name = (part: string) => metricName(part as MetricKey, language);
  const words = [plus.map(name).join(' + '), ...minus.map(name)].join(' − ');
  return plus.length + minus.length > 1 ? `(${words})` : words;
}

export const GlossaryEntry = z.object({
  key: z.string(),
  name: z.string(),
  unit: z.enum(['money', 'count', 'percent', 'times']),
  /** Additive figures may be summed over days and teams; a ratio is computed from sums, never averaged. */
  additive: z.boolean(),
  formula: z.string().nullable(),
  direction: z.enum(['up', 'down', 'neutral']),
  empty: z.string(),
  sources: z.array(z.string()),
});
export type GlossaryEntry = z.infer<typeof GlossaryEntry>;

/** GET /api/v1/metrics: the catalogue in the caller's language. */
export const GlossaryResponse = z.object({ success: z.literal(true), metrics: z.array(GlossaryEntry) });
export type GlossaryResponse = z.infer<typeof GlossaryResponse>;

/** @param sourcesOf the sources behind a metric */
export function glossary(
  language: Language,
  sourcesOf: (key: MetricKey) => readonly string[],
): GlossaryEntry[] {
  const say = (texts: Texts) => texts[LANGUAGES.indexOf(language)] ?? texts[0];
  return METRIC_KEYS.map((key) => {
    const metric = METRICS[key];
    const base = metric.kind === 'ratio' ? metricName(metric.denominator.plus[0] as MetricKey, language) : '';
    return {
      key,
      name: metricName(key, language),
      unit: metric.unit,
      additive: metric.kind === 'additive',
      formula: formulaOf(key, language),
      direction: metric.direction,
      empty: metric.kind === 'ratio' ? say(EMPTY.denominator).replace('{0}', base) : say(EMPTY.source),
      sources: [...sourcesOf(key)],
    };
  });
}
