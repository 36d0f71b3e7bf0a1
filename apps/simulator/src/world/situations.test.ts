import { describe, expect, it } from 'vitest';
import { dayEffects, losesTags, parseSituations } from './situations.ts';

const situations = {
  ...(parseSituations('broken_landing:muha,untagged_campaign:muha') ?? { planted: [], lively: false }),
  anchorDay: '2026-11-20',
};

describe('situations', () => {
  it('begin so many days before the anchor and go on after it, for their team alone', () => {
    const leads = (team: string, day: string) => dayEffects(situations, team, day).leads;
    expect(['2026-11-12', '2026-11-13', '2026-11-20', '2026-11-25'].map((day) => leads('muha', day))).toEqual(
      [1, 0.4, 0.4, 0.4],
    );
    expect(leads('kenesary', '2026-11-20')).toBe(1);
    expect(losesTags(situations, 'muha', '2026-11-05')).toBe(true);
    expect(losesTags(situations, 'muha', '2026-11-03')).toBe(false);
  });

  it('are none, a quiet school, or a list; a wrong one is told', () => {
    expect(parseSituations(undefined)).toBeNull();
    expect(parseSituations('quiet')).toEqual({ planted: [], lively: false });
    expect(parseSituations('lively,broken_landing:muha')).toEqual({
      planted: [{ kind: 'broken_landing', team: 'muha' }],
      lively: true,
    });
    expect(() => parseSituations('flood:muha')).toThrow('no such situation: flood:muha');
  });
});
