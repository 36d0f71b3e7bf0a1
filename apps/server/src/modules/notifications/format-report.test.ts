import { type MetricValues, type OverviewResponse, type TeamRow } from '@traffic/contract';
import { describe, expect, it } from 'vitest';
import { fillRatios } from '../../platform/money.ts';
import { formatReport, type ReportFacts } from './format-report.ts';

const figures = (own: Partial<MetricValues> = {}): MetricValues =>
  fillRatios({
    ...{ spend: '0.00', impressions: 0, clicks: 0, leads: 0, sales: 0 },
    ...{ express_purchases: 0, flagman_purchases: 0, express_persons: 0, flagman_persons: 0 },
    ...{ revenue: '0.00', express_revenue: '0.00', flagman_revenue: '0.00' },
    ...{ sales_amount_unknown: 0, spend_unconverted: 0 },
    ...{ cohort_persons_30: 0, cohort_persons_90: 0, cohort_persons_180: 0 },
    ...{ cohort_revenue_30: '0.00', cohort_revenue_90: '0.00', cohort_revenue_180: '0.00' },
    ...own,
  });
const row = (name: string | null, own: Partial<MetricValues> = {}): TeamRow => ({
  team: name === null ? null : { id: 1, slug: 'x', name, emoji: '👑', color: '#000000' },
  metrics: figures(own),
  incomplete: [],
});
const report = (own: Partial<OverviewResponse> = {}, more: Partial<ReportFacts> = {}) =>
  formatReport({
    ...{ kind: 'yesterday', language: 'ru', team: null },
    plans: { currency: 'KZT', total: null, lines: [] },
    ...more,
    overview: {
      success: true,
      period: { start: '2026-11-25', end: '2026-11-25', timezone: 'Asia/Almaty', preset: null },
      ...{ basis: 'cash', currency: 'KZT', updated_at: '2026-11-26T05:00:00Z', sources: [], incomplete: [] },
      total: figures(),
      previous: {
        period: { start: '2026-11-18', end: '2026-11-18', timezone: 'Asia/Almaty', preset: null },
        ...{ aligned: 'weekday', until: null, total: figures() },
      },
      ...{ teams: [row('Kenesary'), row(null)], unattributed_reasons: [], days: [] },
      ...own,
    },
  });

describe('a report', () => {
  it('says the figures in the order money is asked about, ratios of the catalogue among them', () => {
    const total = figures({ spend: '135852.68', leads: 37, sales: 1, revenue: '490000.00' });
    const lines = report({ total }).split('\n');
    expect(lines.slice(0, 11)).toEqual([
      '📊 <b>Итоги дня: 25.11.2026</b>',
      'Все команды',
      '',
      'Расход: 135\u00A0852,68\u00A0₸',
      'Лиды: 37',
      'CPL: 3\u00A0671,69\u00A0₸',
      'Продажи: 1',
      'Выручка: 490\u00A0000\u00A0₸',
      'CPA продажи: 135\u00A0852,68\u00A0₸',
      'ROAS: 3,6068',
      'ROI: 260,68\u00A0%',
    ]);
  });

  it('zero is zero, unknown is a dash, and what is missing is named with its time', () => {
    const text = report({
      total: figures({ spend: null, sales_amount_unknown: 2, spend_unconverted: 3 }),
      incomplete: [
        { source: 'meta', since: '2026-11-25T09:00:00Z', reason: 'токен <истёк>', metrics: ['spend'] },
      ],
    });
    expect(text).toContain('Расход: — (нет данных)');
    expect(text).toContain('Выручка: 0\u00A0₸');
    expect(text).toContain('ROAS: — (нет данных)');
    expect(text).toContain('Продаж без суммы: 2');
    expect(text).toContain('Дней рекламы без курса: 3');
    expect(text).toContain('• расход Meta с 25.11 14:00: токен &lt;истёк&gt;');
  });

  it('a team’s own chat sees one team, and no row of another', () => {
    const own = { slug: 'kenesary', name: 'Kenesary', emoji: '👑' };
    const text = report({ teams: [row('Kenesary')] }, { team: own });
    expect(text).toContain('👑 Kenesary');
    expect(text).not.toContain('По командам');
  });

  it('fits into a message of Telegram with two hundred teams, and keeps «Не распределено» and the warnings', () => {
    const teams = Array.from({ length: 200 }, (_, index) => row(`Команда ${index} с длинным названием`));
    const text = report({
      teams: [...teams, row(null, { sales: 5 })],
      incomplete: [{ source: 'amocrm', since: null, reason: null, metrics: ['sales'] }],
    });
    expect(text.length).toBeLessThanOrEqual(4096);
    expect(text).toMatch(/и ещё команд: \d+/);
    expect(text).toContain('Не распределено: ');
    expect(text).toContain('• AmoCRM');
  });
});
