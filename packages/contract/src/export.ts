import { z } from 'zod';
import { AdsQuery } from './ads.ts';
import { CohortsQuery } from './cohorts.ts';
import { LeadsQuery, SalesQuery } from './leads.ts';
import { TrendQuery } from './trend.ts';
import { UtmQuery } from './utm.ts';

export const EXPORTED_REPORTS = [
  'overview',
  'trend',
  'funnel',
  'cohorts',
  'ads',
  'utm',
  'leads',
  'sales',
] as const;

/** GET /api/v1/export.csv and export.xlsx: the table of a report, asked with the query of its screen. */
export const ExportQuery = z.object({
  report: z.enum(EXPORTED_REPORTS),
  ...SalesQuery.omit({ cursor: true, limit: true }).shape,
  ...LeadsQuery.pick({ bought: true }).shape,
  ...TrendQuery.pick({ group: true }).shape,
  ...CohortsQuery.pick({ by: true }).shape,
  ...AdsQuery.omit({ sort: true, limit: true }).shape,
  ...UtmQuery.omit({ sort: true, limit: true, by: true }).shape,
  /** Fields of the UTM pivot; `by` is the length of a cohort. */
  fields: UtmQuery.shape.by,
});
export type ExportQuery = z.infer<typeof ExportQuery>;
