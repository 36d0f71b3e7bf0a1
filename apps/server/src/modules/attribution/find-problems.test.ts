import { describe, expect, it } from 'vitest';
import { findConflicts, findShadowed } from './find-problems.ts';
import { matchUtm } from './match-utm.ts';
import type { Rule } from './rule.ts';
import { academyCompiled, academyRules, makeRule } from './rules-factory.ts';

const march = new Date('2026-03-01T00:00:00Z');
const rule = (id: number, value: string, fields: Partial<Rule> = {}) => makeRule({ id, value, ...fields });
const shadowed = (...rules: Rule[]) => findShadowed(rules).map((found) => [found.rule.id, found.by.id]);
const conflicts = (...rules: Rule[]) => findConflicts(rules).map((found) => found.rules.map(({ id }) => id));

describe('findConflicts', () => {
  it("finds the preset's pb_agency and nothing else", () => {
    expect(findConflicts(academyRules()).map(({ value }) => value)).toEqual(['pb_agency']);
  });

  it('needs two teams, one strength, a common field and a common day', () => {
    const other = { teamId: 2 };
    expect(conflicts(rule(1, 'kz 1'), rule(2, 'KZ_1', other))).toEqual([[1, 2]]);
    expect(conflicts(rule(1, 'kz'), rule(2, 'kz'))).toEqual([]);
    expect(conflicts(rule(1, 'kz'), rule(2, 'kz', { ...other, strength: 'weak' }))).toEqual([]);
    expect(conflicts(rule(1, 'kz'), rule(2, 'kz', { ...other, field: 'utm_term' }))).toEqual([[1, 2]]);
    const fields = [rule(1, 'kz', { field: 'utm_source' }), rule(2, 'kz', { ...other, field: 'utm_term' })];
    expect(conflicts(...fields)).toEqual([]);
    expect(
      conflicts(rule(1, 'kz', { validTo: march }), rule(2, 'kz', { ...other, validFrom: march })),
    ).toEqual([]);
  });
});

describe('findShadowed', () => {
  it('finds what a stronger or wider rule always decides first', () => {
    const stronger = { teamId: 2, strength: 'exact' as const };
    expect(shadowed(rule(1, 'kenji'), rule(2, 'kenji', stronger))).toEqual([[1, 2]]);
    expect(shadowed(rule(1, 'kenji almaty'), rule(2, 'kenji', stronger))).toEqual([[1, 2]]);
    expect(shadowed(rule(1, 'kenji almaty'), rule(2, 'kenji'))).toEqual([[1, 2]]);
    expect(shadowed(rule(1, 'kenji'), rule(2, 'kenji almaty', stronger))).toEqual([]);
    expect(shadowed(rule(1, 'kenji'), rule(2, 'kenji', { ...stronger, field: 'utm_source' }))).toEqual([]);
    expect(shadowed(rule(1, 'kenji'), rule(2, 'kenji', { ...stronger, validFrom: march }))).toEqual([]);
    expect(shadowed(rule(1, 'webinar_x'), rule(2, 'ar_', stronger))).toEqual([]);
  });

  it('names one of two that say the same, never both', () => {
    expect(shadowed(rule(1, 'on ai'), rule(2, 'on_ai'))).toEqual([[2, 1]]);
  });
});

describe('a compiled rule set', () => {
  it('remembers what a text means between two dated changes, and no longer', () => {
    const compiled = academyCompiled([
      rule(1, 'kz1', { validTo: march }),
      rule(2, 'kz1', { teamId: 2, validFrom: march }),
    ]);
    const teamAt = (at: Date) => matchUtm(compiled, { utm_source: 'kz1' }, at).winner?.team_id;
    const before = new Date(march.getTime() - 1);
    expect([before, march, before, march].map(teamAt)).toEqual([1, 2, 1, 2]);
    expect(matchUtm(compiled, { utm_campaign: 'kz1' }, march).winner?.field).toBe('utm_campaign');
  });
});
