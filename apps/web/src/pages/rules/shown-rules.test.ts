import type { StoredRule } from '@traffic/contract';
import { describe, expect, it } from 'vitest';
import { findingOf, shownRules } from './shown-rules.ts';

const rule = (id: number, team: string, value: string): StoredRule => ({
  ...{ id, team, value, team_name: team, valid_from: null, valid_to: null },
  ...{ field: 'utm', operator: 'equals', strength: 'exact' },
});
const RULES = [rule(1, 'muha', 'fb_muha'), rule(2, 'arystan', 'ar_'), rule(3, 'muha', 'Tima')];
const FINDINGS = {
  conflicts: [{ rule_ids: [1, 2], value: 'fb', teams: ['Muha', 'Arystan'] }],
  shadowed: [{ rule_id: 2, by: 1 }],
  unused: [1, 3],
};
const ids = (filter: Parameters<typeof shownRules>[3]) =>
  shownRules(RULES, FINDINGS, [3], filter).map(({ id }) => id);

describe('shownRules', () => {
  it('every condition must hold; text is found in any case', () => {
    expect(ids({})).toEqual([1, 2, 3]);
    expect(ids({ team: 'muha', q: 'TIM' })).toEqual([3]);
    expect(ids({ show: 'conflicts', team: 'muha' })).toEqual([1]);
    expect(ids({ show: 'added' })).toEqual([3]);
    expect(ids({ show: 'shadowed' })).toEqual([2]);
  });
});

describe('findingOf', () => {
  it('says the worst of what is wrong with a rule', () => {
    expect(findingOf(2, FINDINGS)).toEqual({ kind: 'conflict', teams: ['Muha', 'Arystan'] });
    expect(findingOf(3, FINDINGS)).toEqual({ kind: 'unused' });
    expect(findingOf(9, FINDINGS)).toBeNull();
  });
});
