import { describe, expect, it } from 'vitest';
import { matchUtm } from './match-utm.ts';
import type { Rule } from './rule.ts';
import { academyCompiled, makeRule } from './rules-factory.ts';

const at = new Date('2026-03-01T12:00:00Z');
const matches = (rule: Partial<Rule> & Pick<Rule, 'value'>, utm_campaign: string) =>
  matchUtm(academyCompiled([makeRule(rule)]), { utm_campaign }, at).winner !== null;

describe('equals', () => {
  it('compares whole values after trimming and folding', () => {
    expect(matches({ operator: 'equals', value: ' Запуск Ё ' }, 'запуск е')).toBe(true);
    expect(matches({ operator: 'equals', value: 'kenji' }, 'kenji 1')).toBe(false);
  });
});

describe('prefix', () => {
  it('compares the start of the value only', () => {
    expect(matches({ operator: 'prefix', value: 'KZ_' }, ' kz_almaty')).toBe(true);
    expect(matches({ operator: 'prefix', value: 'kz_' }, 'my kz_almaty')).toBe(false);
    expect(matches({ operator: 'prefix', value: 'kz_almaty' }, 'kz_')).toBe(false);
  });
});

describe('word', () => {
  it('compares whole tokens of any script, ё as е', () => {
    expect(matches({ value: 'полёт' }, 'Новый-ПОЛЕТ/2')).toBe(true);
    expect(matches({ value: 'қазақ' }, 'курс_ҚАЗАҚ')).toBe(true);
    expect(matches({ value: 'й' }, 'и\u0306')).toBe(true);
  });

  it('removes glued channels from tokens of a sequence too', () => {
    expect(matches({ value: 'rm almaty' }, 'fbrm almatyig')).toBe(true);
  });

  it('never matches by a value without letters or digits', () => {
    for (const operator of ['equals', 'prefix', 'word'] as const) {
      expect(matches({ operator, value: ' _ ' }, '_')).toBe(false);
    }
  });
});

describe('fields', () => {
  it('a rule on one field does not look at another', () => {
    expect(matches({ value: 'kenji', field: 'utm_source' }, 'kenji')).toBe(false);
    expect(matches({ value: 'kenji', field: 'utm_campaign' }, 'kenji')).toBe(true);
  });

  it('"any UTM field" does not look at account or campaign ids', () => {
    const compiled = academyCompiled([makeRule({ value: 'act_1' })]);
    expect(matchUtm(compiled, { ad_account: 'act_1', campaign_id: 'act_1' }, at).candidates).toEqual([]);
  });
});

describe('conflict', () => {
  const two = (second: Partial<Rule>) =>
    matchUtm(
      academyCompiled([
        makeRule({ id: 1, value: 'x' }),
        makeRule({ id: 2, value: 'y', teamId: 2, teamName: 'Arystan', ...second }),
      ]),
      { utm_source: 'x y', utm_campaign: 'y' },
      at,
    );

  it('needs two teams at one strength in one field', () => {
    expect(two({}).conflict).toBe(true);
    expect(two({ teamId: 1 }).conflict).toBe(false);
    expect(two({ strength: 'word' }).winner?.team_id).toBe(1);
    expect(two({ field: 'utm_campaign' }).winner?.team_id).toBe(1);
  });

  it('is not made by a rule that was not valid then', () => {
    expect(two({ validTo: at }).winner?.team_id).toBe(1);
  });
});
