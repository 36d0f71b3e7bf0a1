import { describe, expect, it } from 'vitest';
import { decideTeam } from './decide-team.ts';
import { GOLDEN, GOLDEN_ADS, type GoldenContext, type GoldenUtm } from './golden.ts';
import type { AdMatch } from './judge-touch.ts';
import type { Touch } from './rule.ts';
import { academyCompiled, academyPreset, makeTouch } from './rules-factory.ts';

const compiled = academyCompiled();
const teams = academyPreset().teams.map((team) => team.name);
const choice = (teamName: string) => ({ teamId: teams.indexOf(teamName) + 1, teamName });
const SOLD_AT = new Date('2026-06-01T12:00:00Z');

function touchOf(utm: GoldenUtm, minutesBefore: number, origin: string): Touch {
  const at = new Date(SOLD_AT.getTime() - minutesBefore * 60_000);
  return makeTouch({ ...(typeof utm === 'string' ? { utm_source: utm } : utm), at, origin });
}

/** `90d1m` is 129,601 minutes; `-0d1m` is -1. */
function minutesOf(before: string): number {
  const [, sign, days, minutes] = /^(-?)(\d+)d(?:(\d+)m)?$/.exec(before) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(days) * 1440 + Number(minutes ?? 0));
}

function adLookup(value: string): AdMatch | null {
  const [team, kind, id] = GOLDEN_ADS[value.trim().toLowerCase()] ?? [];
  return team === undefined || kind === undefined || id === undefined ? null : { ...choice(team), kind, id };
}

/** The decision in one line, as the table writes it. */
function decide(input: GoldenUtm | GoldenContext): string {
  const context: GoldenContext = typeof input === 'object' && 'own' in input ? input : { own: input };
  const decision = decideTeam(compiled, {
    manual: context.manual === undefined ? null : choice(context.manual),
    touch: touchOf(context.own, 1, 'deal:1'),
    personTouches: Object.entries(context.earlier ?? {}).map(([before, utm]) =>
      touchOf(utm, minutesOf(before), `lead:${before}`),
    ),
    at: SOLD_AT,
    adLookup,
  });
  if (decision.teamId === null) return decision.reason ?? 'no reason';
  const { rule } = decision.evidence as { rule?: { strength: string; value: string } };
  const by = rule === undefined ? [] : [`${rule.strength} ${rule.value}`];
  return [decision.teamName, decision.confidence, decision.basis, ...by].join(' / ');
}

describe.each(Object.entries(GOLDEN))('%s', (_, cases) => {
  it.each(cases)('%j is %s: %s', (input, expected) => {
    expect(decide(input)).toBe(expected);
  });
});

it('has at least 150 cases, none of them twice', () => {
  const inputs = Object.values(GOLDEN).flatMap((cases) => cases.map(([input]) => JSON.stringify(input)));
  expect(inputs.length).toBeGreaterThanOrEqual(150);
  expect(inputs.filter((input, index) => inputs.indexOf(input) !== index)).toEqual([]);
});
