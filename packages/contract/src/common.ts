import { z } from 'zod';

/** A business day, `YYYY-MM-DD`, in the academy's time zone (not UTC, not the browser's). */
export const BusinessDay = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'YYYY-MM-DD');

/** A day that somebody asks for or sets: one that calendars have, of years that a school can mean. */
export const AskedDay = BusinessDay.refine((day) => {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  return /^(19|20|21)/.test(day) && new Date(midnight).getUTCDate() === Number(day.slice(8));
}, 'a day that exists, of the years 1900 to 2199');

/** Money or a ratio as a decimal string: JSON numbers are floats, and floats lose tenge. */
export const Decimal = z.string().regex(/^-?\d+(\.\d+)?$/, 'decimal string');

export const Currency = z.enum(['KZT', 'USD']);
export type Currency = z.infer<typeof Currency>;

export const PERIOD_PRESETS = [
  'today',
  'yesterday',
  '7d',
  '14d',
  '30d',
  '90d',
  'this_week',
  'last_week',
  'this_month',
  'last_month',
] as const;
export const PeriodPreset = z.enum(PERIOD_PRESETS);
export type PeriodPreset = z.infer<typeof PeriodPreset>;

/**
 * The period part of every report query: one of `preset`, `date`, or `start` + `end` (inclusive business
 * days). None of them means the last 30 days. Mixing them is a validation error, said by the server.
 */
export const PeriodQuery = z.object({
  preset: PeriodPreset.optional(),
  date: BusinessDay.optional(),
  start: BusinessDay.optional(),
  end: BusinessDay.optional(),
});

/**
 * Date bases: `cash` counts money on the day of the sale, `cohort` on the day of the person's first lead.
 */
export const Basis = z.enum(['cash', 'cohort']);
export type Basis = z.infer<typeof Basis>;

/** What a report is compared with: the time just before it, or the same time a year ago. */
export const Compare = z.enum(['previous', 'year']);
export type Compare = z.infer<typeof Compare>;

export const TeamSlug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);

/** The common query of reports; `team` narrows every figure to one team (`unattributed` is a valid value). */
export const ReportQuery = PeriodQuery.extend({
  basis: Basis.default('cash'),
  compare: Compare.default('previous'),
  team: TeamSlug.optional(),
  currency: Currency.default('KZT'),
});

export const Period = z.object({
  start: BusinessDay,
  end: BusinessDay,
  timezone: z.string(),
  preset: PeriodPreset.nullable(),
});

export const SOURCE_KEYS = ['amocrm', 'meta', 'rates', 'landing'] as const;

/**
 * How fresh and complete one source is. `ok` = current; `stale` = older than it should be; `failed` = the
 * last attempt failed; `not_configured` = keys are missing; `never` = configured, nothing arrived yet.
 * A report whose source is not `ok` is still shown, with its age: old data, never zeros.
 */
export const SourceState = z.object({
  key: z.enum(SOURCE_KEYS),
  status: z.enum(['ok', 'stale', 'failed', 'not_configured', 'never']),
  updated_at: z.iso.datetime().nullable(),
  /** Since when the figures of this source are incomplete; null when they are complete. */
  incomplete_since: z.iso.datetime().nullable(),
  reason: z.string().nullable(),
});
export type SourceState = z.infer<typeof SourceState>;

/** Figures of the period that cannot be trusted: which, because of what, since when (null = it never delivered). */
export const Incomplete = z.object({
  source: z.enum(SOURCE_KEYS),
  since: z.iso.datetime().nullable(),
  reason: z.string().nullable(),
  metrics: z.array(z.string()),
});
export type Incomplete = z.infer<typeof Incomplete>;

/** What every report answers beside its figures. */
export const ReportEnvelope = z.object({
  success: z.literal(true),
  period: Period,
  basis: Basis,
  currency: Currency,
  updated_at: z.iso.datetime(),
  sources: z.array(SourceState),
  incomplete: z.array(Incomplete),
});

export const TeamRef = z.object({
  id: z.number().int(),
  slug: z.string(),
  name: z.string(),
  emoji: z.string(),
  color: z.string(),
});
export type TeamRef = z.infer<typeof TeamRef>;

/** Keyset paging: pass `next_cursor` back as `cursor`; null means the last page. */
export const PageQuery = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});

export const Utm = z.object({
  utm_source: z.string().max(1000).nullish(),
  utm_medium: z.string().max(1000).nullish(),
  utm_campaign: z.string().max(1000).nullish(),
  utm_content: z.string().max(1000).nullish(),
  utm_term: z.string().max(1000).nullish(),
});
export type Utm = z.infer<typeof Utm>;
