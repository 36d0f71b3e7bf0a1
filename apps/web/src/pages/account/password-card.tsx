import type { ChangePasswordRequest, EndedResponse } from '@traffic/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef } from 'react';
import { useSession } from '../../app/use-session.ts';
import { request } from '../../lib/api.ts';
import { Button } from '../../ui/button.tsx';
import { Field, FormError, TextInput } from '../../widgets/admin/form.tsx';
import { SectionCard } from '../../widgets/admin/section-card.tsx';
import { useRefusal } from '../../widgets/admin/use-refusal.ts';
import { sessionsQuery } from './queries.ts';
import { useAccountTexts } from './texts.ts';

/** A password is taken as it is typed, spaces at its ends included. */
const passwordOf = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};

/** Changes one's own password; every other place is signed out. */
export function PasswordCard() {
  const t = useAccountTexts();
  const { user } = useSession();
  const client = useQueryClient();
  const formRef = useRef<HTMLFormElement>(null);
  const change = useMutation({
    mutationFn: (json: ChangePasswordRequest) =>
      request<EndedResponse>('/api/v1/password', { method: 'PUT', json }),
    onSuccess: () => {
      formRef.current?.reset();
      return client.invalidateQueries({ queryKey: sessionsQuery.queryKey });
    },
  });
  const refusal = useRefusal(change.error);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    change.mutate({
      current_password: passwordOf(form, 'current_password'),
      password: passwordOf(form, 'password'),
    });
  };
  return (
    <SectionCard title={t('password.title')} lead={t('password.lead')}>
      <form ref={formRef} onSubmit={submit} className="grid max-w-[360px] gap-4">
        <input type="hidden" name="username" autoComplete="username" value={user.email} readOnly />
        <Field label={t('password.current')} error={refusal.of('current_password')}>
          <TextInput
            name="current_password"
            type="password"
            required
            maxLength={200}
            autoComplete="current-password"
          />
        </Field>
        <Field
          label={t('password.next')}
          hint={t('password.hint')}
          error={refusal.of('password') ? t('password.weak') : null}
        >
          <TextInput
            name="password"
            type="password"
            required
            minLength={12}
            maxLength={200}
            autoComplete="new-password"
          />
        </Field>
        {refusal.general ? <FormError>{refusal.general}</FormError> : null}
        <div>
          <Button type="submit" look="primary" disabled={change.isPending}>
            {t('password.save')}
          </Button>
        </div>
        <p role="status" className="text-sm text-good empty:hidden">
          {change.isSuccess ? t('password.saved') : null}
        </p>
      </form>
    </SectionCard>
  );
}
