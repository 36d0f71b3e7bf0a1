import type { AdAccount, BindAccountRequest, BindAccountResponse } from '@traffic/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { request } from '../../lib/api.ts';
import { teamsQuery } from '../../lib/queries.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Button } from '../../ui/button.tsx';
import { TeamMark } from '../../ui/team-mark.tsx';
import { Field, FormError, Select, TextInput, textOf } from '../../widgets/admin/form.tsx';
import { useRefusal } from '../../widgets/admin/use-refusal.ts';
import { facebookTreeQuery } from './facebook-queries.ts';
import { useFacebookTexts } from './facebook-texts.ts';

/** Whose an account is and when: its spend of those days belongs to the team, and moves at once. */
export function AccountBindings({ account }: { account: AdAccount }) {
  const t = useFacebookTexts();
  const format = useFormatter();
  const { bind, unbind } = useBindings(account.account_id);
  const refusal = useRefusal(bind.error ?? unbind.error);
  const moved = bind.data ?? unbind.data;
  return (
    <div className="grid gap-5 p-4">
      <section className="grid gap-2">
        <h3 className="font-medium">{t('bindings.title')}</h3>
        {account.bindings.length === 0 ? <p className="text-sm text-ink-2">{t('bindings.none')}</p> : null}
        <ul className="grid gap-2">
          {account.bindings.map((binding) => (
            <li
              key={binding.id}
              className="flex flex-wrap items-center justify-between gap-2 border-t border-line pt-2"
            >
              <span>
                <TeamMark team={binding.team} />
                <span className="block text-sm text-ink-2">
                  {binding.valid_from
                    ? t('bindings.since', { day: format.day(binding.valid_from, true) })
                    : t('bindings.always')}{' '}
                  {binding.valid_to ? t('bindings.until', { day: format.day(binding.valid_to, true) }) : ''}
                </span>
              </span>
              <Button
                look="ghost"
                aria-label={`${t('bindings.remove')}: ${binding.team.name}`}
                disabled={unbind.isPending}
                onClick={() => unbind.mutate(binding.id)}
              >
                {t('bindings.remove')}
              </Button>
            </li>
          ))}
        </ul>
      </section>
      <BindForm onBind={bind.mutate} pending={bind.isPending} refusal={refusal} />
      {moved ? (
        <p role="status" className="text-sm">
          {t('bindings.moved', { n: format.counted(moved.moved_ad_days, t('bindings.dayWords')) })}
        </p>
      ) : null}
    </div>
  );
}

function useBindings(id: string) {
  const client = useQueryClient();
  const path = `/api/v1/facebook/accounts/${id}/bindings`;
  const onSettled = () => client.invalidateQueries({ queryKey: facebookTreeQuery.queryKey });
  const bind = useMutation({
    mutationFn: (json: BindAccountRequest) => request<BindAccountResponse>(path, { method: 'POST', json }),
    onSettled,
  });
  const unbind = useMutation({
    mutationFn: (binding: string) => request<BindAccountResponse>(`${path}/${binding}`, { method: 'DELETE' }),
    onSettled,
  });
  return { bind, unbind };
}

type BindFormProps = {
  onBind: (request: BindAccountRequest) => void;
  pending: boolean;
  refusal: ReturnType<typeof useRefusal>;
};

function BindForm({ onBind, pending, refusal }: BindFormProps) {
  const t = useFacebookTexts();
  const teams = useQuery(teamsQuery);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    onBind({
      team: textOf(form, 'team'),
      valid_from: textOf(form, 'from') || null,
      valid_to: textOf(form, 'to') || null,
    });
  };
  return (
    <form onSubmit={submit} className="grid gap-4 border-t border-line pt-4">
      <Field label={t('account.team')} error={refusal.of('team')}>
        <Select name="team" required key={teams.data ? 'teams' : 'none'}>
          {teams.data?.teams.map(({ slug, name }) => (
            <option key={slug} value={slug}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      <div className="grid grid-cols-2 gap-3">
        <Field label={t('bindings.from')} hint={t('bindings.fromHint')} error={refusal.of('valid_from')}>
          <TextInput type="date" name="from" />
        </Field>
        <Field label={t('bindings.to')} hint={t('bindings.toHint')} error={refusal.of('valid_to')}>
          <TextInput type="date" name="to" />
        </Field>
      </div>
      {refusal.general ? <FormError>{refusal.general}</FormError> : null}
      <div>
        <Button type="submit" look="primary" disabled={pending}>
          {t('bindings.add')}
        </Button>
      </div>
    </form>
  );
}
