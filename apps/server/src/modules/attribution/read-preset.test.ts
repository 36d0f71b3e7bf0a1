import { describe, expect, it } from 'vitest';
import { presetRules, readPreset } from './read-preset.ts';
import { academyPreset } from './rules-factory.ts';

describe('readPreset', () => {
  it("reads the academy's preset whole", () => {
    const preset = academyPreset();
    expect(preset.academy).toMatchObject({ timezone: 'Asia/Almaty', reporting_currency: 'KZT' });
    expect(preset.amocrm.lead_custom_fields.utm_source).toEqual([434731]);
    expect(preset.products.map(({ key, pipeline_id }) => [key, pipeline_id])).toEqual([
      ['express', 10350882],
      ['flagman', 10418746],
    ]);
    expect(preset.pipeline_stages['10350882']).toHaveLength(11);
    expect(preset.teams.map((team) => team.slug)).toEqual(['kenesary', 'arystan', 'muha', 'traf4']);
  });

  it('lists every bad key at once', () => {
    const broken = {
      ...academyPreset(),
      academy: { name: '', timezone: 'Asia/Nowhere', reporting_currency: 'KZT', languages: ['ru'] },
    };
    expect(() => readPreset(broken)).toThrow(/academy[\s\S]*name[\s\S]*timezone/);
  });

  it('refuses two teams of one slug', () => {
    const preset = academyPreset();
    expect(() => readPreset({ ...preset, teams: [...preset.teams, ...preset.teams] })).toThrow(/slug/);
  });
});

describe('presetRules', () => {
  it('makes one rule of every value, its strength said by its list', () => {
    const preset = academyPreset();
    const rules = presetRules(preset);
    const values = preset.teams.flatMap((team) =>
      [team.utm_sources, team.names, team.words, team.weak_words].flat(),
    );
    expect(rules.map((rule) => rule.value)).toEqual(values);
    expect(rules[0]).toEqual({
      teamSlug: 'kenesary',
      field: 'utm_source',
      operator: 'equals',
      value: 'fb_kenesary',
      strength: 'exact',
    });
    expect(rules.filter((rule) => rule.value === 'pb_agency').map((rule) => rule.teamSlug)).toEqual([
      'kenesary',
      'traf4',
    ]);
    expect(rules.find((rule) => rule.value === 'proftest')).toMatchObject({
      field: 'utm',
      operator: 'word',
      strength: 'weak',
    });
  });
});
