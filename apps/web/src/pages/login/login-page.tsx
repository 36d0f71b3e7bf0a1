import type { SessionResponse } from '@traffic/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError, request } from '../../lib/api.ts';
import { sessionQuery } from '../../lib/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icons.tsx';
import { useCause } from '../../ui/widget-error.tsx';
import { useLoginTexts } from './texts.ts';

type Credentials = { email: string; password: string };

/** Signs in and returns to the page that asked for it. */
function useSignIn() {
  const client = useQueryClient();
  const router = useRouter();
  const { redirect } = useSearch({ from: '/login' });
  return useMutation({
    mutationFn: (json: Credentials) => request<SessionResponse>('/api/v1/session', { method: 'POST', json }),
    onSuccess: (session) => {
      // Another person may have been signed in on this machine before: none of their figures may show.
      client.clear();
      client.setQueryData(sessionQuery.queryKey, session);
      router.history.push(redirect ?? '/');
    },
  });
}

export function LoginPage() {
  const { t } = useTranslation();
  const texts = useLoginTexts();
  const signIn = useSignIn();
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    signIn.mutate({ email: textOf(form, 'email').trim(), password: textOf(form, 'password') });
  };
  return (
    <main className="mx-auto flex min-h-screen w-full max-w-[392px] flex-col justify-center p-4 pb-[16vh]">
      <p className="mb-4 flex items-center gap-2 font-bold">
        <img src="/favicon.svg" alt="" width="24" height="24" />
        {t('shell.product')}
      </p>
      <form onSubmit={submit} className="card grid gap-4 p-6" aria-labelledby="sign-in">
        <div>
          <h1 id="sign-in" className="text-xl font-bold">
            {texts('title')}
          </h1>
          <p className="mt-1 text-ink-2">{texts('lead')}</p>
        </div>
        <Field name="email" type="email" autoComplete="username" label={texts('email')} />
        <Field name="password" type="password" autoComplete="current-password" label={texts('password')} />
        {signIn.error ? <Refusal error={signIn.error} /> : null}
        <Button type="submit" look="primary" className="h-10 pointer-coarse:h-11" disabled={signIn.isPending}>
          {texts('submit')}
        </Button>
      </form>
    </main>
  );
}

const textOf = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};

type FieldProps = { name: string; type: string; autoComplete: string; label: string };

function Field({ name, type, autoComplete, label }: FieldProps) {
  return (
    <label className="grid gap-1.5 text-sm font-medium">
      {label}
      <input
        name={name}
        type={type}
        autoComplete={autoComplete}
        required
        maxLength={200}
        autoFocus={name === 'email'}
        className="h-10 rounded-control border border-line-strong bg-raised px-3 text-base font-normal pointer-coarse:h-11 pointer-coarse:text-lg"
      />
    </label>
  );
}

function Refusal({ error }: { error: Error }) {
  const texts = useLoginTexts();
  const cause = useCause(error);
  const text = isApiError(error, 'unauthorized')
    ? texts('wrong')
    : isApiError(error, 'rate_limit')
      ? texts('tooMany')
      : isApiError(error, 'validation')
        ? texts('fill')
        : cause;
  return (
    <p role="alert" className="flex gap-2 text-sm text-bad">
      <Icon name="warning" className="mt-0.5" />
      {text}
    </p>
  );
}
