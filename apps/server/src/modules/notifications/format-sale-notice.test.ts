import { describe, expect, it } from 'vitest';
import { formatMoney, formatSaleNotice } from './format-sale-notice.ts';

const notice = {
  team: { name: 'Kenesary', emoji: '👑' },
  buyer: 'Айгерим Сапарова',
  amount: '5000',
  currency: 'KZT',
  product: 'Express Course',
  campaign: 'kenesary | тест',
};

describe('formatSaleNotice', () => {
  it('has the agreed lines in the agreed order', () => {
    expect(formatSaleNotice(notice).split('\n')).toEqual([
      '🎉 <b>НОВАЯ ПРОДАЖА!</b>',
      '👑 Таргетолог: Kenesary',
      '👤 Клиент: Айгерим Сапарова',
      '💰 Сумма: 5\u00A0000\u00A0₸',
      '📦 Продукт: Express Course',
      '🏷️ Кампания: kenesary | тест',
      'Kenesary, ПОЗДРАВЛЯЕМ! ПО ВАМ СДЕЛАЛИ ПРОДАЖУ! 🔥',
    ]);
  });

  it('says unknown for what is unknown, never a default price or a guessed team', () => {
    const text = formatSaleNotice({ ...notice, team: null, amount: null, buyer: null, campaign: null });
    expect(text).toContain('Таргетолог: не распределено');
    expect(text).toContain('Сумма: не указана в AmoCRM');
    expect(text).not.toContain('ПОЗДРАВЛЯЕМ');
  });

  it('escapes what a buyer may have typed', () => {
    expect(formatSaleNotice({ ...notice, buyer: '<b>&"</b>' })).toContain(
      '👤 Клиент: &lt;b&gt;&amp;"&lt;/b&gt;',
    );
  });

  it('keeps a name of several lines, or one that turns the reading direction, in its own line', () => {
    const text = formatSaleNotice({ ...notice, buyer: 'Анна\n💰 Сумма: 9 000 000 ₸\u202E\u2028x' });
    expect(text.split('\n').filter((line) => line.startsWith('💰'))).toHaveLength(1);
    expect(text).not.toMatch(/[\u202E\u2028]/);
  });
});

describe('formatMoney', () => {
  it.each([
    ['490000', '490\u00A0000\u00A0₸'],
    ['5000.50', '5\u00A0000,50\u00A0₸'],
    ['1234567.00', '1\u00A0234\u00A0567\u00A0₸'],
    ['999', '999\u00A0₸'],
  ])('%s is %s', (amount, text) => {
    expect(formatMoney(amount, 'KZT')).toBe(text);
  });
});
