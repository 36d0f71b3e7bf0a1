import type { QuietHours as Hours, SetQuietHoursRequest, TelegramResponse } from '@traffic/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { request } from '../../lib/api.ts';
import { Button } from '../../ui/button.tsx';
import { Field, FormError, TextInput, textOf } from '../../widgets/admin/form.tsx';
import { SectionCard } from '../../widgets/admin/section-card.tsx';
import { Status } from '../../widgets/admin/status.tsx';
import { useRefusal } from '../../widgets/admin/use-refusal.ts';
import { telegramQuery } from './telegram-queries.ts';
import { useTelegramTexts } from './telegram-texts.ts';

const NIGHT: Hours = { from: '23:00', to: '08:00' };

/** When only critical alarms may come. */
export function QuietHours() {
  const t = useTelegramTexts();
  const query = useQuery(telegramQuery);
  return (
    <SectionCard title={t('quiet.title')} lead={t('quiet.lead')}>
      {query.data ? <QuietForm hours={query.data.quiet_hours} /> : null}
    </SectionCard>
  );
}

function QuietForm({ hours }: { hours: Hours | null }) {
  const t = useTelegramTexts();
  const client = useQueryClient();
  const [on, setOn] = useState(hours !== null);
  const save = useMutation({
    mutationFn: (json: SetQuietHoursRequest) =>
      request<TelegramResponse>('/api/v1/telegram/quiet-hours', { method: 'PUT', json }),
    onSettled: () => client.invalidateQueries({ queryKey: telegramQuery.queryKey }),
  });
  const refusal = useRefusal(save.error);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    save.mutate({ quiet_hours: on ? { from: textOf(form, 'from'), to: textOf(form, 'to') } : null });
  };
  return (
    <form onSubmit={submit} className="flex flex-wrap items-end gap-4">
      <label className="flex h-9 items-center gap-2 text-sm pointer-coarse:h-11">
        <input
          type="checkbox"
          checked={on}
          onChange={(event) => setOn(event.target.checked)}
          className="size-4 accent-accent"
        />
        {t('quiet.on')}
      </label>
      <Field label={t('quiet.from')} error={refusal.of('from')} className="w-32">
        <TextInput name="from" type="time" required disabled={!on} defaultValue={(hours ?? NIGHT).from} />
      </Field>
      <Field label={t('quiet.to')} error={refusal.of('to')} className="w-32">
        <TextInput name="to" type="time" required disabled={!on} defaultValue={(hours ?? NIGHT).to} />
      </Field>
      <Button type="submit" disabled={save.isPending} className="h-9">
        {t('save')}
      </Button>
      <span role="status" className="self-center">
        {save.isSuccess ? <Status tone="good">{t('quiet.saved')}</Status> : null}
      </span>
      {refusal.general ? <FormError>{refusal.general}</FormError> : null}
    </form>
  );
}
