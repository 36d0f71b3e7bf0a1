import { ADVICE_RULES } from '@traffic/contract';
import { describe, expect, it } from 'vitest';
import { fillText, placesOf, plainName } from './fill-text.ts';
import { formatValue } from './format-value.ts';
import { WORDS } from './words.ts';

describe.each(['ru', 'kk', 'en'] as const)('words in %s', (language) => {
  it.each(ADVICE_RULES)('of %s hold no number of their own and the places of the Russian ones', (rule) => {
    const words = WORDS[language][rule];
    const all = Object.values(words).join(' ');
    expect(all).not.toMatch(/\p{N}/u);
    expect([...new Set(placesOf(all))].sort()).toEqual(
      [...new Set(placesOf(Object.values(WORDS.ru[rule]).join(' ')))].sort(),
    );
    expect(placesOf(words.action)).toEqual([]);
  });
});

describe('fillText', () => {
  it('a campaign that is called like a place stays as it is', () => {
    expect(fillText('«{campaign}» {spend}', { campaign: '{spend} {{x}} $& $1', spend: '10 ₸' })).toBe(
      '«{spend} {{x}} $& $1» 10 ₸',
    );
  });

  it('a place without a value is an error and not an empty spot', () => {
    expect(() => fillText('{cpl}', {})).toThrow('no value for {cpl}');
  });

  it('a name becomes one short line of plain text', () => {
    expect(plainName('a\u202eb\n\tc\u0000')).toBe('a b c');
    expect(plainName('x'.repeat(500))).toHaveLength(80);
  });
});

it.each([
  [{ value: '1234567.50', unit: 'money' }, '1\u00a0234\u00a0568\u00a0₸', '1,234,568\u00a0₸'],
  [{ value: '24.90', unit: 'money' }, '24,90\u00a0₸', '24.90\u00a0₸'],
  [{ value: '0.00', unit: 'money' }, '0\u00a0₸', '0\u00a0₸'],
  [{ value: '1.70', unit: 'percent' }, '1,70\u00a0%', '1.70%'],
  [{ value: '3.6068', unit: 'times' }, '3,61×', '3.61×'],
  [{ value: '4', unit: 'days' }, '4\u00a0дн.', '4\u00a0days'],
  [{ value: '-1234', unit: 'count' }, '-1\u00a0234', '-1,234'],
] as const)('%o is printed as the screens do', (fact, ru, en) => {
  expect([formatValue(fact, 'KZT', 'ru'), formatValue(fact, 'KZT', 'en')]).toEqual([ru, en]);
});

it.each([
  ['1234.50', '1\u00a0234,50\u00a0$', '$1,234.50'],
  ['3.00', '3,00\u00a0$', '$3.00'],
  ['-3.20', '-3,20\u00a0$', '-$3.20'],
  ['0.00', '0,00\u00a0$', '$0.00'],
])('%s dollars are printed as the screens do', (value, ru, en) => {
  const fact = { value, unit: 'money' } as const;
  expect([formatValue(fact, 'USD', 'ru'), formatValue(fact, 'USD', 'en')]).toEqual([ru, en]);
});
