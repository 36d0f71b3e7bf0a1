import { describe, expect, it } from 'vitest';
import { formatMoney } from './format-figures.ts';
import { formatLeadNotice, formatSaleNotice } from './format-sale-notice.ts';

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

describe('a notice in the language of its chat', () => {
  it.each(['kk', 'en'] as const)('%s has the same lines, in its own words', (language) => {
    for (const one of [notice, { ...notice, team: null, amount: null, buyer: null, campaign: null }]) {
      const own = formatSaleNotice(one, language).split('\n');
      const russian = formatSaleNotice(one, 'ru').split('\n');
      expect(own).toHaveLength(russian.length);
      expect(own[0]).not.toBe(russian[0]);
    }
  });

  it('English has no Cyrillic of ours, and writes numbers its own way', () => {
    const unknown = { ...notice, team: null, amount: null, buyer: null, campaign: null };
    expect(formatSaleNotice(unknown, 'en')).not.toMatch(/[а-яё]/i);
    expect(formatSaleNotice(notice, 'en')).toContain('5,000\u00A0₸');
  });

  it('a lead is told without a phone, escaped', () => {
    const text = formatLeadNotice(
      { team: null, name: '<i>Мария</i>', source: 'proftest', campaign: null },
      'ru',
    );
    expect(text.split('\n')).toEqual([
      '🧲 <b>Новый лид</b>',
      '❔ Таргетолог: не распределено',
      '👤 Имя: &lt;i&gt;Мария&lt;/i&gt;',
      '📝 Форма: proftest',
      '🏷️ Кампания: нет метки',
    ]);
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
