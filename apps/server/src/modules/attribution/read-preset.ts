import { TeamSlug } from '@traffic/contract';
import { z } from 'zod';
import type { Rule } from './rule.ts';

const Text = z.string().trim().min(1);
const Texts = z.array(Text).default([]);
const AmoId = z.number().int().positive();
const Named = { name: Text };

const TeamPreset = z.object({
  ...Named,
  slug: TeamSlug,
  emoji: z.string().default(''),
  color: z.string().regex(/^#[0-9a-f]{6}$/i),
  direction: z.string().nullable().default(null),
  ad_accounts: z.array(z.string().regex(/^act_\d+$/)).default([]),
  utm_sources: Texts,
  names: Texts,
  words: Texts,
  weak_words: Texts,
});

const ProductPreset = z.object({
  ...Named,
  key: z.string().regex(/^[a-z0-9_]+$/),
  pipeline_id: AmoId,
  expected_price: z.number().positive().nullable().default(null),
  currency: z.string().regex(/^[A-Z]{3}$/),
  ledger_table: z
    .string()
    .regex(/^[a-z_]+$/)
    .nullable()
    .default(null),
  /** A stage of the pipeline in which a part is paid in advance, and the custom field with the sum. */
  prepayment: z.object({ status_id: AmoId, amount_field_id: AmoId.optional() }).optional(),
});

/** The configuration of one school: everything that differs from academy to academy is here, as data. */
export const Preset = z
  .object({
    academy: z.object({
      ...Named,
      timezone: z.string().refine(isTimeZone, 'not an IANA time zone'),
      reporting_currency: z.string().regex(/^[A-Z]{3}$/),
      languages: z.array(z.string().min(2)).min(1),
    }),
    amocrm: z.object({
      subdomain: z.string().regex(/^[a-z0-9-]+$/),
      host: z.string().regex(/^[a-z0-9.-]+$/),
      won_status_id: AmoId.default(142),
      lost_status_id: AmoId.default(143),
      lead_custom_fields: z.record(z.string(), z.array(AmoId)).default({}),
    }),
    products: z
      .array(ProductPreset)
      .refine((products) => allDiffer(products.map(({ key }) => key)), 'a key is listed twice'),
    other_pipelines: z.array(z.object({ ...Named, pipeline_id: AmoId })).default([]),
    pipeline_stages: z
      .record(z.string().regex(/^\d+$/), z.array(z.object({ ...Named, status_id: AmoId })))
      .default({}),
    teams: z
      .array(TeamPreset)
      .refine((teams) => allDiffer(teams.map(({ slug }) => slug)), 'a slug is listed twice'),
    owned_utm_sources: Texts,
    channel_affixes: Texts,
  })
  .readonly();
export type Preset = z.infer<typeof Preset>;

/** A rule of a preset: it has no ids and no dates before it is imported. */
export type PresetRule = Pick<Rule, 'field' | 'operator' | 'value' | 'strength'> & { teamSlug: string };

/** Reads a preset file's JSON. Throws a ZodError that lists every missing or bad key. */
export function readPreset(json: unknown): Preset {
  return Preset.parse(json);
}

/** The lists of the teams as rules: one rule a value, its strength said by the list it stood in. */
export function presetRules(preset: Preset): PresetRule[] {
  return preset.teams.flatMap(({ slug, utm_sources, names, words, weak_words }) => {
    const wordRule = (strength: Rule['strength']) => (value: string) =>
      ({ teamSlug: slug, field: 'utm', operator: 'word', value, strength }) as const;
    return [
      ...utm_sources.map(
        (value) =>
          ({ teamSlug: slug, field: 'utm_source', operator: 'equals', value, strength: 'exact' }) as const,
      ),
      ...names.map(wordRule('name')),
      ...words.map(wordRule('word')),
      ...weak_words.map(wordRule('weak')),
    ];
  });
}

function allDiffer(keys: readonly string[]): boolean {
  return new Set(keys).size === keys.length;
}

function isTimeZone(zone: string): boolean {
  try {
    return Temporal.Now.zonedDateTimeISO(zone).timeZoneId !== '';
  } catch {
    return false;
  }
}
