import { describe, expect, it } from 'vitest';
import { ageOf, utcOffset } from './format-dates.ts';
import { createFormatter } from './format.ts';

const ru = createFormatter('ru', 'Asia/Almaty');
const en = createFormatter('en', 'Asia/Almaty');
const LEADS = 'лид|лида|лидов';

describe('numbers and money', () => {
  it.each([
    ['1234567', 'KZT', '1\u00a0234\u00a0567\u00a0₸', '1,234,567\u00a0₸'],
    ['1234567.5', 'KZT', '1\u00a0234\u00a0568\u00a0₸', '1,234,568\u00a0₸'],
    ['1234.5', 'USD', '1\u00a0234,50\u00a0$', '$1,234.50'],
    ['-490000', 'KZT', '\u2212490\u00a0000\u00a0₸', '\u2212490,000\u00a0₸'],
    ['-3.2', 'USD', '\u22123,20\u00a0$', '\u2212$3.20'],
    ['0', 'KZT', '0\u00a0₸', '0\u00a0₸'],
    ['15', 'EUR', '15,00\u00a0EUR', '15.00\u00a0EUR'],
  ])('%s %s is written %s in Russian and %s in English', (value, currency, russian, english) => {
    expect(ru.money(value, currency)).toBe(russian);
    expect(en.money(value, currency)).toBe(english);
  });

  it('prints an amount beyond the floats to the last tenge', () => {
    expect(ru.number('9007199254740993')).toBe('9\u00a0007\u00a0199\u00a0254\u00a0740\u00a0993');
  });

  it('seven digits stay exact in a tile, eight become millions', () => {
    expect(ru.moneyParts('9876543', 'KZT')).toEqual({ prefix: '', digits: '9\u00a0876\u00a0543', unit: '₸' });
    expect(ru.moneyParts('12345678', 'KZT')).toEqual({ prefix: '', digits: '12,35', unit: 'млн\u00a0₸' });
    expect(en.moneyParts('12345678', 'USD')).toEqual({ prefix: '$', digits: '12.35', unit: 'M' });
    expect(en.moneyParts('1234567890', 'KZT')).toEqual({ prefix: '', digits: '1.23', unit: 'B\u00a0₸' });
  });

  it('an axis has short round numbers', () => {
    expect(ru.compact(2_500_000, 'KZT')).toBe('2,5\u00a0млн\u00a0₸');
    expect(ru.compact(250_000, 'KZT')).toBe('250\u00a0тыс.\u00a0₸');
    expect(en.compact(5000, 'USD')).toBe('$5,000');
    expect(ru.compact(0, 'KZT')).toBe('0');
    expect(ru.compact(0.000_000_3, 'KZT')).toBe('0,0\u00a0₸');
  });

  it('12.34 is 12,3 % and a change carries its sign', () => {
    expect(ru.percent('12.34')).toBe('12,3\u00a0%');
    expect(en.percent('12.34')).toBe('12.3%');
    expect(ru.signedPercent('4.0')).toBe('+4,0\u00a0%');
    expect(ru.signedPercent('-4.0')).toBe('\u22124,0\u00a0%');
    expect(ru.signedPercent('0.0')).toBe('0,0\u00a0%');
  });
});

describe('plurals', () => {
  it.each([
    [1, 'лид'],
    [2, 'лида'],
    [5, 'лидов'],
    [11, 'лидов'],
    [14, 'лидов'],
    [21, 'лид'],
    [22, 'лида'],
    [111, 'лидов'],
    [0, 'лидов'],
  ])('%i %s', (count, word) => {
    expect(ru.counted(count, LEADS)).toBe(`${count}\u00a0${word}`);
  });

  it('English has two forms', () => {
    expect(en.counted(1, 'lead|leads')).toBe('1\u00a0lead');
    expect(en.counted(21, 'lead|leads')).toBe('21\u00a0leads');
  });
});

describe('dates', () => {
  it.each([
    ['2026-11-06', '2026-11-12', '6–12\u00a0ноя', 'Nov\u00a06–12'],
    ['2026-10-28', '2026-11-03', '28\u00a0окт – 3\u00a0ноя', 'Oct\u00a028 – Nov\u00a03'],
    [
      '2025-12-30',
      '2026-01-02',
      '30\u00a0дек, 2025 – 2\u00a0янв, 2026',
      'Dec\u00a030, 2025 – Jan\u00a02, 2026',
    ],
    ['2026-11-20', '2026-11-20', '20\u00a0ноя', 'Nov\u00a020'],
  ])('%s..%s is %s / %s', (start, end, russian, english) => {
    expect(ru.period(start, end)).toBe(russian);
    expect(en.period(start, end)).toBe(english);
  });

  it('an instant is told in the academy zone: 18:59 UTC is 23:59 in Almaty', () => {
    expect(ru.dateTime('2026-11-12T18:59:00Z')).toBe('12\u00a0ноя, 23:59');
    expect(ru.dateTime('2026-11-12T19:00:00Z')).toBe('13\u00a0ноя, 00:00');
  });

  it('Almaty was UTC+6 before 2024-03-01 and is UTC+5 since', () => {
    expect(utcOffset('Asia/Almaty', new Date('2024-02-01T00:00:00Z'))).toBe('UTC+6');
    expect(utcOffset('Asia/Almaty', new Date('2026-11-01T00:00:00Z'))).toBe('UTC+5');
  });

  it('age is told in the largest sensible unit', () => {
    const now = new Date('2026-11-20T12:00:00Z');
    expect(ageOf('2026-11-20T11:59:30Z', now)).toBeNull();
    expect(ageOf('2026-11-20T11:57:00Z', now)).toEqual({ count: 3, unit: 'minute' });
    expect(ageOf('2026-11-19T10:00:00Z', now)).toEqual({ count: 26, unit: 'hour' });
    expect(ageOf('2026-11-10T12:00:00Z', now)).toEqual({ count: 10, unit: 'day' });
  });
});
