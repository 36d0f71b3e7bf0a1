import { describe, expect, it } from 'vitest';
import { decideSpendTeam, type SpendClaim, type SpendQuestion } from './decide-spend-team.ts';
import { academyCompiled, makeRule } from './rules-factory.ts';

const compiled = academyCompiled();
const april = new Date('2026-04-01T00:00:00Z');
const muha = { teamId: 3, teamName: 'Muha' };
const traf4 = { teamId: 4, teamName: 'Traf4' };
const decide = (question: Partial<SpendQuestion>, rules = compiled) =>
  decideSpendTeam(rules, {
    claims: { campaign: [], account: [] },
    accountId: 'act_1',
    campaignId: '7',
    campaignName: null,
    adName: null,
    at: april,
    ...question,
  });

describe('decideSpendTeam', () => {
  const always = (team: typeof muha) => ({ ...team, validFrom: null, validTo: null });
  const byAccount = (...account: SpendClaim[]) => ({ campaign: [], account });
  const bound = always(traf4);

  it('assignment of the campaign > binding of the account > names > nobody', () => {
    const named = { campaignName: 'kenji | proftest', adName: 'arystan' };
    expect(decide({ claims: { campaign: [always(muha)], account: [bound] }, ...named })).toMatchObject({
      teamName: 'Muha',
      basis: 'campaign_assignment',
      confidence: 'high',
    });
    expect(decide({ claims: byAccount(bound), ...named })).toMatchObject({
      teamName: 'Traf4',
      basis: 'ad_account',
    });
    expect(decide(named)).toMatchObject({ teamName: 'Kenesary', basis: 'ad_name', confidence: 'medium' });
    expect(decide({})).toMatchObject({ teamId: null, basis: 'none', reason: 'no_rule' });
  });

  it("hands an account over at one instant: the day before is the old team's, the day itself the new one's", () => {
    const before = { ...muha, validFrom: null, validTo: april };
    const after = { ...traf4, validFrom: april, validTo: null };
    for (const claims of [byAccount(before, after), { campaign: [before, after], account: [] }]) {
      expect(decide({ claims, at: new Date(april.getTime() - 1) }).teamName).toBe('Muha');
      expect(decide({ claims }).teamName).toBe('Traf4');
    }
  });

  it('counts an account bound to two teams at once for neither', () => {
    expect(decide({ claims: byAccount(bound, always(muha)), campaignName: 'kenji' })).toMatchObject({
      teamId: null,
      reason: 'conflict',
    });
  });

  it("reads the ad's name when the campaign's says nothing", () => {
    expect(decide({ campaignName: 'лиды 1', adName: 'video fbarystan' }).teamName).toBe('Arystan');
  });

  it('hears rules on the account and on the campaign id', () => {
    const rules = (field: 'ad_account' | 'campaign_id', value: string) =>
      academyCompiled([makeRule({ field, value, operator: 'equals', strength: 'exact' })]);
    expect(decide({}, rules('ad_account', 'act_1')).teamId).toBe(1);
    expect(decide({}, rules('campaign_id', '7'))).toMatchObject({ teamId: 1, confidence: 'high' });
  });
});
