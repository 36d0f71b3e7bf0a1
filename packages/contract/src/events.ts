import { z } from 'zod';

/**
 * Server-sent events of GET /api/v1/events: `event: changed`, `data: {"topics": [...]}`. They say only
 * *that* something changed, never what: a client re-reads what it may see.
 */
export const CHANGE_TOPICS = ['sales', 'leads', 'spend', 'jobs'] as const;
export const ChangedEvent = z.object({ topics: z.array(z.enum(CHANGE_TOPICS)) });
export type ChangedEvent = z.infer<typeof ChangedEvent>;
