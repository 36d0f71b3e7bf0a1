import { readFileSync } from 'node:fs';
import { type CompiledRules, compileRules } from './compile-rules.ts';
import { presetRules, readPreset } from './read-preset.ts';
import type { Rule, Touch } from './rule.ts';

const PRESET = new URL('../../../../../presets/onai-academy.json', import.meta.url);

/** The academy's preset, as it is shipped. */
export const academyPreset = () => readPreset(JSON.parse(readFileSync(PRESET, 'utf8')));

/** Its rules as rows: team and rule ids are their positions, from 1. */
export function academyRules(): Rule[] {
  const preset = academyPreset();
  return presetRules(preset).map(({ teamSlug, ...rule }, index) => {
    const position = preset.teams.findIndex((team) => team.slug === teamSlug);
    const teamName = preset.teams[position]?.name ?? teamSlug;
    return makeRule({ ...rule, id: index + 1, teamId: position + 1, teamName });
  });
}

export function academyCompiled(rules: readonly Rule[] = academyRules()): CompiledRules {
  const { channel_affixes, owned_utm_sources } = academyPreset();
  return compileRules({ rules, channelAffixes: channel_affixes, ownedUtmSources: owned_utm_sources });
}

export function makeRule(fields: Partial<Rule> & Pick<Rule, 'value'>): Rule {
  return {
    id: 1,
    teamId: 1,
    teamName: 'Kenesary',
    field: 'utm',
    operator: 'word',
    strength: 'name',
    validFrom: null,
    validTo: null,
    ...fields,
  };
}

export function makeTouch(fields: Partial<Touch> = {}): Touch {
  return {
    at: new Date('2026-03-01T12:00:00Z'),
    utm_source: null,
    utm_medium: null,
    utm_campaign: null,
    utm_content: null,
    utm_term: null,
    fbclid: null,
    origin: 'deal:1',
    ...fields,
  };
}
