import { z } from 'zod';
import { SuccessResponse } from './session.ts';

/** GET /api/v1/people/merges: persons that became one, the newest first. */
export const MergesResponse = SuccessResponse.extend({
  merges: z.array(
    z.object({
      id: z.string(),
      at: z.iso.datetime(),
      into_person_id: z.string(),
      from_person_id: z.string(),
      /** What moved: `lead:<source id>` and `deal:<lead id>`. */
      from_origins: z.array(z.string()),
      undone_at: z.iso.datetime().nullable(),
      undone_by: z.string().nullable(),
    }),
  ),
  next_cursor: z.string().nullable(),
});
