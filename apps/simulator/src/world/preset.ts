import { z } from 'zod';

const id = z.number().int();
const stage = z.object({ status_id: id, name: z.string() });

/** The part of an academy's preset that the simulator needs; the rest of the file is ignored. */
const presetSchema = z.object({
  academy: z.object({ name: z.string(), timezone: z.string(), reporting_currency: z.string() }),
  amocrm: z.object({
    subdomain: z.string(),
    host: z.string(),
    won_status_id: id,
    lost_status_id: id,
    lead_custom_fields: z.record(z.string(), z.array(id)),
  }),
  products: z
    .array(
      z.object({ key: z.string(), name: z.string(), pipeline_id: id, expected_price: z.number().positive() }),
    )
    .min(1),
  other_pipelines: z.array(z.object({ pipeline_id: id, name: z.string() })).default([]),
  pipeline_stages: z.record(z.string(), z.array(stage)).default({}),
  teams: z
    .array(
      z.object({
        name: z.string(),
        slug: z.string(),
        direction: z.string().default(''),
        ad_accounts: z.array(z.string()),
        utm_sources: z.array(z.string()).min(1),
        names: z.array(z.string()).min(1),
        words: z.array(z.string()).default([]),
      }),
    )
    .min(1),
  owned_utm_sources: z.array(z.string()).default(['email']),
});

export type Preset = z.infer<typeof presetSchema>;
export type PresetTeam = Preset['teams'][number];
export type Product = Preset['products'][number];

/** Reads a preset. Throws a ZodError naming every missing or wrong key. */
export function parsePreset(value: unknown): Preset {
  return presetSchema.parse(value);
}

/** The product sold first (cheapest) and the one sold last (dearest): the two ends of the customer's chain. */
export function chainOf(preset: Preset): { entry: Product; main: Product } {
  const byPrice = preset.products.toSorted((a, b) => a.expected_price - b.expected_price);
  const entry = byPrice[0];
  const main = byPrice.at(-1);
  if (entry === undefined || main === undefined) throw new Error('the preset has no products');
  return { entry, main };
}
