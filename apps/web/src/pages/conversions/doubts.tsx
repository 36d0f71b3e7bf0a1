import type { DecideConversionsRequest, DecideConversionsResponse } from '@traffic/contract';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '../../lib/api.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Confirm } from '../../widgets/admin/confirm.tsx';
import { FormError } from '../../widgets/admin/form.tsx';
import { SectionCard } from '../../widgets/admin/section-card.tsx';
import { useRefusal } from '../../widgets/admin/use-refusal.ts';
import { conversionsQuery } from './queries.ts';
import { useConversionsTexts } from './texts.ts';

/** Events that may or may not have reached Meta: only a person leads them on. */
export function Doubts() {
  const t = useConversionsTexts();
  const format = useFormatter();
  const client = useQueryClient();
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const events =
    useInfiniteQuery(conversionsQuery('in_doubt')).data?.pages.flatMap((page) => page.events) ?? [];
  const decide = useMutation({
    mutationFn: (json: DecideConversionsRequest) =>
      request<DecideConversionsResponse>('/api/v1/conversions/decide', { method: 'POST', json }),
    onSuccess: () => setPicked(new Set()),
    onSettled: () => client.invalidateQueries({ queryKey: ['conversions'] }),
  });
  const refusal = useRefusal(decide.error);
  const ids = events.flatMap(({ id }) => (picked.has(id) ? [id] : []));
  const toggle = (id: string): void =>
    setPicked((old) => new Set(old.has(id) ? [...old].filter((one) => one !== id) : [...old, id]));
  const idle = ids.length === 0 || decide.isPending;
  return (
    <SectionCard
      title={t('doubt.title')}
      lead={t('doubt.text')}
      actions={
        <>
          <Confirm
            label={t('doubt.sent')}
            title={t('doubt.sent')}
            action={t('doubt.sent')}
            disabled={idle}
            onConfirm={() => decide.mutate({ ids, decision: 'sent' })}
          >
            {t('doubt.sentText')}
          </Confirm>
          <Confirm
            label={t('doubt.again')}
            title={t('doubt.againTitle')}
            action={t('doubt.again')}
            disabled={idle}
            onConfirm={() => decide.mutate({ ids, decision: 'send_again' })}
          >
            {t('doubt.againText')}
          </Confirm>
        </>
      }
    >
      {refusal.general ? <FormError>{refusal.general}</FormError> : null}
      <label className="flex min-h-9 items-center gap-2 text-sm pointer-coarse:min-h-11">
        <input
          type="checkbox"
          checked={events.length > 0 && ids.length === events.length}
          onChange={(event) => setPicked(new Set(event.target.checked ? events.map(({ id }) => id) : []))}
        />
        {t('doubt.pickAll')}
        <span className="text-ink-2">{t('doubt.picked', { n: ids.length })}</span>
      </label>
      <ul className="grid max-h-72 overflow-auto" aria-label={t('doubt.title')} tabIndex={0}>
        {events.map((event) => (
          <li key={event.id}>
            <label className="flex min-h-9 flex-wrap items-center gap-x-2 text-sm pointer-coarse:min-h-11">
              <input
                type="checkbox"
                aria-label={t('doubt.pick', { id: event.id })}
                checked={picked.has(event.id)}
                onChange={() => toggle(event.id)}
              />
              <span className="font-medium">{event.event_name}</span>
              <span>{event.lead_id}</span>
              <span className="text-ink-2">{format.dateTime(event.event_time)}</span>
            </label>
          </li>
        ))}
      </ul>
    </SectionCard>
  );
}
