import { z } from 'zod';
import { StartJobResponse } from './operations.ts';

const count = z.number().int().nonnegative();

/** `sent` + `failed` + `not_sent` = all leads; `opened` and `clicked` are among the sent ones. */
const EmailCounts = z.object({ sent: count, failed: count, not_sent: count, opened: count, clicked: count });
const SmsCounts = EmailCounts.omit({ opened: true });

/**
 * What a run of the landing sync counted: `synced` + `already_synced` + `not_found` = `leads`. `problems` name what
 * was not possible this time (the run is `partial` then).
 */
export const LandingSyncCounts = z.object({
  status: z.enum(['ok', 'partial']),
  synced: count,
  already_synced: count,
  not_found: count,
  email: EmailCounts,
  sms: SmsCounts,
  leads: count,
  deals_read: count,
  looked_up: count,
  /** Up to when the CRM's deals are read; null when none were. */
  read_to: z.iso.datetime().nullable(),
  problems: z.array(z.string()),
});
export type LandingSyncCounts = z.infer<typeof LandingSyncCounts>;

/** POST /api/admin/landing/sync-amocrm: `counts` is null while the run goes on, or when it failed. */
export const LandingSyncResponse = StartJobResponse.extend({ counts: LandingSyncCounts.nullable() });
