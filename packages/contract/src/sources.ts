import { z } from 'zod';
import { Decimal, PeriodQuery, ReportEnvelope, TeamRef } from './common.ts';
import { SuccessResponse } from './session.ts';

const column = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,62}$/, 'a column name');
const table = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]{0,62}(\.[A-Za-z_][A-Za-z0-9_]{0,62})?$/, 'a table name');

/** PUT /api/v1/sources/tripwire/columns: where that database keeps what we read; null = it has no such column. */
export const TripwireColumns = z.object({
  users: z
    .object({
      table: table.default('users'),
      id: column.default('id'),
      name: column.nullable().default('name'),
      email: column.nullable().default('email'),
      phone: column.nullable().default('phone'),
      created_at: column.default('created_at'),
    })
    .prefault({}),
  progress: z
    .object({
      table: table.default('lesson_progress'),
      user_id: column.default('user_id'),
      lesson_id: column.default('lesson_id'),
      completed_at: column.default('completed_at'),
    })
    .prefault({}),
});
export type TripwireColumns = z.infer<typeof TripwireColumns>;

/** GET /api/v1/sources/tripwire */
export const TripwireResponse = SuccessResponse.extend({
  state: z.object({
    status: z.enum(['ok', 'stale', 'failed', 'never', 'not_configured']),
    updated_at: z.iso.datetime().nullable(),
    reason: z.string().nullable(),
  }),
  statistics: z.object({
    users: z.number().int(),
    persons: z.number().int(),
    /** Users with at least one lesson done. */
    started: z.number().int(),
    lessons: z.number().int(),
    /** Persons who left a lead on a landing page, too. */
    with_lead: z.number().int(),
    /** Persons by product key. */
    buyers: z.record(z.string(), z.number().int()),
  }),
  columns: TripwireColumns,
});

/** GET /api/v1/sources/proftest: leads of the ProfTest landing in a period. */
export const ProftestQuery = PeriodQuery;
export const ProftestResponse = ReportEnvelope.extend({
  total: z.object({
    leads: z.number().int(),
    persons: z.number().int(),
    /** Persons with an unreversed sale after their lead, and its revenue in KZT. */
    buyers: z.number().int(),
    revenue: Decimal,
  }),
  /** By the landing's own source key. */
  sources: z.array(z.object({ source: z.string(), leads: z.number().int(), persons: z.number().int() })),
  /** By the lead's team; null is «Не распределено». */
  teams: z.array(z.object({ team: TeamRef.nullable(), leads: z.number().int(), persons: z.number().int() })),
});
