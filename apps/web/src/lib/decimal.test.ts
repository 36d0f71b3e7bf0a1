import { describe, expect, it } from 'vitest';
import { changePercent, compare, divide, percentOf, round, shiftDown, subtract, sum } from './decimal.ts';

describe('decimal strings', () => {
  it.each([
    ['12.345', 2, '12.35'],
    ['-12.345', 2, '-12.35'],
    ['0.05', 1, '0.1'],
    ['9999999999999999.99', 0, '10000000000000000'],
    ['490000', 2, '490000.00'],
    ['-0.4', 0, '0'],
  ])('rounds %s to %i decimals half away from zero: %s', (value, digits, expected) => {
    expect(round(value, digits)).toBe(expected);
  });

  it('keeps every tenge of an amount no float can hold', () => {
    expect(round('9007199254740993', 0)).toBe('9007199254740993');
  });

  it('scales 12 345 678 down to 12.35 million', () => {
    expect(shiftDown('12345678', 6, 2)).toBe('12.35');
  });

  it('orders by value, not by text', () => {
    expect(['10', '9.5', '-1', '9.50'].sort(compare)).toEqual(['-1', '9.5', '9.50', '10']);
  });

  it('300 against 200 is +50.0 %, 200 against 300 is -33.3 %', () => {
    expect(changePercent('300', '200')).toBe('50.0');
    expect(changePercent('200', '300')).toBe('-33.3');
  });

  it('a change from zero is unknown, not infinite', () => {
    expect(changePercent('5', '0')).toBeNull();
    expect(percentOf('5', '0.00')).toBeNull();
  });

  it('a change from a negative base keeps its direction', () => {
    expect(changePercent('-50', '-100')).toBe('50.0');
  });

  it.each([
    ['490000', '5000', '485000'],
    ['0.10', '0.3', '-0.20'],
    ['9999999999999999.99', '0.99', '9999999999999999.00'],
  ])('%s minus %s is %s, to the last digit', (a, b, difference) => {
    expect(subtract(a, b)).toBe(difference);
  });
});

describe('sum and divide', () => {
  it('add money of different lengths exactly and round a share as accountants do', () => {
    expect(sum(['0.1', '0.2', '1000000000000.45'])).toBe('1000000000000.75');
    expect(sum([])).toBe('0');
    expect(divide('100.00', 3, 2)).toBe('33.33');
    expect(divide('-1', 8, 2)).toBe('-0.13');
  });
});
