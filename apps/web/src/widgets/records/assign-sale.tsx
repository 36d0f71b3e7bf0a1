import type { SaleResponse } from '@traffic/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { request } from '../../lib/api.ts';
import { teamsQuery } from '../../lib/queries.ts';
import { Button } from '../../ui/button.tsx';
import { useMayChange } from '../admin/admin-only.tsx';
import { Field, FormError, Select, TextInput, textOf } from '../admin/form.tsx';
import { useRefusal } from '../admin/use-refusal.ts';
import { useRecordTexts } from './texts.ts';

/** An administrator's own word on whose deal it is; it can be taken back. */
export function AssignSale({ answer }: { answer: SaleResponse }) {
  const text = useRecordTexts();
  const teams = useQuery(teamsQuery);
  const { lead_id: leadId } = answer.sale;
  const { assign, unassign } = useAssignment(leadId);
  const refusal = useRefusal(assign.error ?? unassign.error);
  if (!useMayChange()) return null;
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    assign.mutate({ team: textOf(form, 'team'), reason: textOf(form, 'reason') });
  };
  const manual = answer.receipt?.basis === 'manual';
  return (
    <form onSubmit={submit} className="grid gap-3 border-t border-line p-4 text-sm">
      <div>
        <h4 className="font-bold">{text('assign.title')}</h4>
        <p className="text-ink-2">{text('assign.hint')}</p>
      </div>
      <Field label={text('assign.team')} error={refusal.of('team')}>
        <Select name="team" required defaultValue="">
          <option value="" disabled>
            {text('assign.choose')}
          </option>
          {teams.data?.teams.map((team) => (
            <option key={team.slug} value={team.slug}>
              {team.name}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={text('assign.reason')} hint={text('assign.reasonHint')} error={refusal.of('reason')}>
        <TextInput name="reason" required minLength={3} maxLength={500} />
      </Field>
      {refusal.general ? <FormError>{refusal.general}</FormError> : null}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" disabled={assign.isPending}>
          {text('assign.submit')}
        </Button>
        {manual ? (
          <Button look="ghost" disabled={unassign.isPending} onClick={() => unassign.mutate()}>
            {text('assign.undo')}
          </Button>
        ) : null}
      </div>
      <p role="status" className="text-good">
        {assign.isSuccess || unassign.isSuccess ? text('assign.done') : ''}
      </p>
    </form>
  );
}

function useAssignment(leadId: string) {
  const client = useQueryClient();
  const onSuccess = (): Promise<void> => client.invalidateQueries();
  return {
    assign: useMutation({
      mutationFn: (json: { team: string; reason: string }) =>
        request('/api/v1/assign', { method: 'POST', json: { lead_id: leadId, ...json } }),
      onSuccess,
    }),
    unassign: useMutation({
      mutationFn: () => request(`/api/v1/assign/${encodeURIComponent(leadId)}`, { method: 'DELETE' }),
      onSuccess,
    }),
  };
}
