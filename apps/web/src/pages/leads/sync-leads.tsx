import type { LandingSyncCounts } from '@traffic/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { request } from '../../lib/api.ts';
import { Button } from '../../ui/button.tsx';
import { useCause } from '../../ui/widget-error.tsx';
import { runningJobQuery } from '../../widgets/admin/jobs-queries.ts';
import { Progress } from '../../widgets/admin/progress.tsx';
import { useLeadsTexts } from './texts.ts';

const JOB = 'landing.sync-amocrm';
const WAIT_S = 5;

/** Looks for the deals of leads in AmoCRM now, and says what it found. */
export function SyncLeads() {
  const text = useLeadsTexts();
  const client = useQueryClient();
  const running = useQuery(runningJobQuery(JOB));
  const sync = useMutation({
    mutationFn: () =>
      request<{ counts: LandingSyncCounts | null }>(`/api/admin/landing/sync-amocrm?wait=${WAIT_S}`, {
        method: 'POST',
      }),
    onSettled: () => client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' }),
  });
  const cause = useCause(sync.error);
  const counts = sync.data?.counts;
  return (
    <div className="flex flex-wrap items-center gap-3 text-sm">
      <p role="status" className="text-ink-2 empty:hidden">
        {sync.error ? <span className="text-bad">{cause}</span> : null}
        {counts
          ? text('synced', {
              synced: counts.synced,
              already: counts.already_synced,
              missing: counts.not_found,
            })
          : null}
      </p>
      {running.data ? (
        <div className="w-56">
          <Progress label={text('syncing')} progress={running.data.progress} />
        </div>
      ) : (
        <Button onClick={() => sync.mutate()} disabled={sync.isPending}>
          {sync.isPending ? text('syncing') : text('sync')}
        </Button>
      )}
    </div>
  );
}
