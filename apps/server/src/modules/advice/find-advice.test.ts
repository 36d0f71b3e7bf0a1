import { ADVICE_RULES } from '@traffic/contract';
import { describe, expect, it } from 'vitest';
import { findAdvice } from './find-advice.ts';
import { ALL_RULES } from './rules/all-rules.ts';
import { steadyInput } from './rules/input-factory.ts';

describe('findAdvice', () => {
  it('knows a rule for every word of the contract', () => {
    expect(ALL_RULES.map(({ key }) => key).toSorted()).toEqual([...ADVICE_RULES].toSorted());
  });

  it('says nothing of a steady team', () => {
    expect(findAdvice(steadyInput()).findings).toEqual([]);
  });

  it('tells the cause and not its effect: a broken page makes leads dear', () => {
    const { findings } = findAdvice(steadyInput({ week: { leads: 50 } }));
    expect(findings.map(({ rule }) => rule)).toEqual(['landing_step']);
  });

  it('keeps silent about what a late source might explain, and says which rule did', () => {
    const { findings, withheld } = findAdvice(steadyInput({ week: { leads: 50 }, late: ['landing'] }));
    expect(findings).toEqual([]);
    expect(withheld).toContainEqual({ rule: 'landing_step', reason: 'incomplete' });
    expect(withheld).not.toContainEqual({ rule: 'cpm_drift', reason: 'incomplete' });
  });

  it('of what belongs to no team only its own rule speaks', () => {
    const { findings, withheld } = findAdvice(steadyInput({ of: 'unattributed', week: { leads: 400 } }));
    expect(findings.map(({ rule }) => rule)).toEqual(['leads_without_team']);
    expect(withheld).toEqual([]);
  });

  it('unknown figures are never taken for none', () => {
    const input = steadyInput();
    for (const block of [...input.weeks, ...input.fortnights, input.lastDays]) block.metrics.spend = null;
    expect(findAdvice(input).findings).toEqual([]);
  });
});
