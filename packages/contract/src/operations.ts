import { z } from 'zod';
import { PageQuery, PeriodQuery, TeamRef } from './common.ts';
import { SuccessResponse } from './session.ts';

/** How far a running job is; `total` is null while nobody knows it. */
export const JobProgress = z.object({
  done: z.number().int().nonnegative(),
  total: z.number().int().nonnegative().nullable(),
  note: z.string().optional(),
});
export type JobProgress = z.infer<typeof JobProgress>;

export const JobStatus = z.enum(['running', 'ok', 'partial', 'failed']);

/** One run of a job: a sync, an import, a reconciliation. `details` is what it counted, or why it failed. */
export const JobRun = z.object({
  id: z.string(),
  kind: z.string(),
  status: JobStatus,
  started_at: z.iso.datetime(),
  finished_at: z.iso.datetime().nullable(),
  progress: JobProgress.nullable(),
  details: z.record(z.string(), z.unknown()),
});
export type JobRun = z.infer<typeof JobRun>;

/** GET /api/v1/jobs: runs, newest first. The SSE topic `jobs` says when to read again. */
export const JobsQuery = PageQuery.extend({ kind: z.string().max(100).optional() });
export const JobsResponse = SuccessResponse.extend({
  jobs: z.array(JobRun),
  next_cursor: z.string().nullable(),
});
export type JobsResponse = z.infer<typeof JobsResponse>;
/** GET /api/v1/jobs/:id */
export const JobResponse = SuccessResponse.extend({ job: JobRun });

/** POST of a job: `wait` is how many seconds the answer may wait for its end; it goes on in any case. */
export const StartJobQuery = z.object({ wait: z.coerce.number().min(0).max(60).default(10) });
/**
 * `started` is false when one was queued or running already. `job` is its run as far as it is, with what it
 * counted in `details` once it is done; null while no worker has taken it.
 */
export const StartJobResponse = SuccessResponse.extend({
  kind: z.string(),
  started: z.boolean(),
  job: JobRun.nullable(),
});
export type StartJobResponse = z.infer<typeof StartJobResponse>;

/** GET /api/v1/alarms: open ones first; `raised` counts how often the cause was seen while it was open. */
export const AlarmsResponse = SuccessResponse.extend({
  alarms: z.array(
    z.object({
      id: z.string(),
      key: z.string(),
      source: z.string(),
      message: z.string(),
      details: z.record(z.string(), z.unknown()),
      raised: z.number().int(),
      opened_at: z.iso.datetime(),
      last_raised_at: z.iso.datetime(),
      closed_at: z.iso.datetime().nullable(),
    }),
  ),
});
export type AlarmsResponse = z.infer<typeof AlarmsResponse>;

/** GET /api/v1/incidents: alarms that were open at any time of the period, newest first. */
export const IncidentsQuery = PeriodQuery.extend({
  ...PageQuery.shape,
  state: z.enum(['open', 'closed']).optional(),
  source: z.string().max(50).optional(),
});
export type IncidentsQuery = z.infer<typeof IncidentsQuery>;
/** An alarm as it is looked back at: what happened, why, what it did to the figures, whose it was, how long it lasted. */
export const Incident = AlarmsResponse.shape.alarms.element.extend({
  critical: z.boolean(),
  affected: z.string(),
  /** The team whose trouble it is; null = the administrators'. */
  owner: TeamRef.nullable(),
  /** The page where it is looked into. */
  page: z.string(),
  minutes: z.number().int(),
});
export type Incident = z.infer<typeof Incident>;
export const IncidentsResponse = SuccessResponse.extend({
  incidents: z.array(Incident),
  next_cursor: z.string().nullable(),
});
export type IncidentsResponse = z.infer<typeof IncidentsResponse>;
