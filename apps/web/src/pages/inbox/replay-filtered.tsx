import { useState } from 'react';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Button } from '../../ui/button.tsx';
import { Floating } from '../../ui/floating.tsx';
import { FormError } from '../../widgets/admin/form.tsx';
import { useAdminTexts } from '../../widgets/admin/texts.ts';
import { useRefusal } from '../../widgets/admin/use-refusal.ts';
import type { InboxFilter } from './queries.ts';
import { useInboxTexts } from './texts.ts';
import { useReplay } from './use-replay.ts';

/** Replays every delivery the filter shows. Opening counts them first; nothing is put back before the second click. */
export function ReplayFiltered({ filter }: { filter: InboxFilter }) {
  const t = useInboxTexts();
  const text = useAdminTexts();
  const format = useFormatter();
  const [open, setOpen] = useState(false);
  const count = useReplay();
  const replay = useReplay();
  // A delivery that still waits is processed anyway.
  const state = filter.state === 'pending' ? undefined : filter.state;
  const which = { ...filter, state };
  const change = (next: boolean): void => {
    setOpen(next);
    replay.reset();
    if (next) count.mutate({ which, dryRun: true });
  };
  const refusal = useRefusal(count.error ?? replay.error);
  const matched = count.data?.matched ?? null;
  return (
    <Floating
      title={t('replay.title')}
      align="end"
      className="w-80"
      open={open}
      onOpenChange={change}
      trigger={<Button disabled={filter.received_from === undefined}>{t('replay.filtered')}</Button>}
    >
      <div className="grid gap-3">
        {replay.data ? (
          <p role="status" className="text-sm">
            {t('replay.done', { n: format.counted(replay.data.replayed, t('replay.words')) })}
          </p>
        ) : (
          <>
            <p className="text-sm" role="status">
              {matched === null
                ? t('replay.counting')
                : t('replay.would', { n: format.counted(matched, t('replay.words')) })}
            </p>
            <p className="text-sm text-ink-2">{t('replay.safe')}</p>
          </>
        )}
        {refusal.general ? <FormError>{refusal.general}</FormError> : null}
        <div className="flex gap-2">
          {replay.data ? null : (
            <Button
              disabled={!matched || replay.isPending}
              onClick={() => replay.mutate({ which, dryRun: false })}
            >
              {t('replay.do')}
            </Button>
          )}
          <Button look="ghost" onClick={() => change(false)}>
            {replay.data ? text('close') : text('cancel')}
          </Button>
        </div>
      </div>
    </Floating>
  );
}
