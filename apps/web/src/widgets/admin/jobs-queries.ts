import type { JobRun, JobsResponse } from '@traffic/contract';
import { queryOptions } from '@tanstack/react-query';
import { request, withQuery } from '../../lib/api.ts';

/** The run of this kind that goes on now, or null. The event topic `jobs` makes it follow its progress. */
export function runningJobQuery(kind: string) {
  return queryOptions({
    queryKey: ['jobs', 'running', kind],
    queryFn: async ({ signal }): Promise<JobRun | null> => {
      const { jobs } = await request<JobsResponse>(withQuery('/api/v1/jobs', { kind, limit: 1 }), { signal });
      const [newest] = jobs;
      return newest?.status === 'running' ? newest : null;
    },
  });
}
