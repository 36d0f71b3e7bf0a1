import type { ReplayResponse } from '@traffic/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { request } from '../../lib/api.ts';
import type { InboxFilter } from './queries.ts';

type Which = { ids: string[] } | (InboxFilter & { ids?: never });

/** Puts deliveries back to be processed, or with `dry_run` only counts how many it would be. */
export function useReplay() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ which, dryRun }: { which: Which; dryRun: boolean }) =>
      request<ReplayResponse>('/api/v1/inbox/replay', {
        method: 'POST',
        json: { ...which, dry_run: dryRun },
      }),
    onSuccess: (_answer, { dryRun }) =>
      dryRun ? undefined : client.invalidateQueries({ queryKey: ['inbox'] }),
  });
}
