import { describe, expect, it } from 'vitest';
import { decideTeam } from './decide-team.ts';
import { GOLDEN } from './golden.ts';
import { academyCompiled, makeTouch } from './rules-factory.ts';

const compiled = academyCompiled();
const at = new Date('2026-03-02T12:00:00Z');

describe.each(Object.entries(GOLDEN))('%s', (_, cases) => {
  it.each(cases)('%j is %s: %s', (utm, expected) => {
    const touch = makeTouch(typeof utm === 'string' ? { utm_source: utm } : utm);
    const decision = decideTeam(compiled, { touch, personTouches: [], at });
    expect(decision.teamName ?? decision.reason).toBe(expected);
  });
});
