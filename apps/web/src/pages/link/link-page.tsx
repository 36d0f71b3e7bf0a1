import type {
  LinkKind,
  LookAtLinkResponse,
  SessionResponse,
  UseLinkRequest,
  UseLinkResponse,
} from '@traffic/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams, useRouter } from '@tanstack/react-router';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError, request } from '../../lib/api.ts';
import { sessionQuery } from '../../lib/queries.ts';
import { Button, controlClass } from '../../ui/button.tsx';
import { useCause } from '../../ui/widget-error.tsx';
import { Field, FormError, TextInput, textOf } from '../../widgets/admin/form.tsx';
import { useLinkTexts } from './texts.ts';

/** `/invite/:token`: a person who was invited says their name and chooses a password. */
export function InvitePage() {
  return <LinkPage kind="invite" token={useParams({ from: '/invite/$token' }).token} />;
}

/** `/reset/:token`: a person chooses a new password. */
export function ResetPage() {
  return <LinkPage kind="reset" token={useParams({ from: '/reset/$token' }).token} />;
}

type LinkProps = { kind: LinkKind; token: string };

function LinkPage({ kind, token }: LinkProps) {
  const t = useLinkTexts();
  const link = useQuery({
    queryKey: ['link', kind, token],
    queryFn: () =>
      request<LookAtLinkResponse>('/api/v1/links/look', { method: 'POST', json: { kind, token } }),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (link.data) return <PasswordForm kind={kind} token={token} email={link.data.email} />;
  if (!link.error) return <Frame title={t(`${kind}Title`)}>{null}</Frame>;
  return <Refused error={link.error} />;
}

function Refused({ error }: { error: Error }) {
  const t = useLinkTexts();
  const cause = useCause(error);
  const gone = isApiError(error, 'not_found', 'validation');
  return (
    <Frame title={t('goneTitle')}>
      <p className="text-ink-2">
        {gone ? t('gone') : isApiError(error, 'rate_limit') ? t('tooMany') : cause}
      </p>
      <div>
        <Link to="/login" className={controlClass('plain')}>
          {t('toLogin')}
        </Link>
      </div>
    </Frame>
  );
}

/** Uses the link, then signs the person in with what they have just chosen. */
function useLinkAndSignIn() {
  const client = useQueryClient();
  const router = useRouter();
  return useMutation({
    mutationFn: async (json: UseLinkRequest) => {
      const { email } = await request<UseLinkResponse>('/api/v1/links/use', { method: 'POST', json });
      const credentials = { email, password: json.password };
      return request<SessionResponse>('/api/v1/session', { method: 'POST', json: credentials });
    },
    onSuccess: (session) => {
      // Another person may have been signed in on this machine before: none of their figures may show.
      client.clear();
      client.setQueryData(sessionQuery.queryKey, session);
      void router.navigate({ to: '/', replace: true });
    },
  });
}

function PasswordForm({ kind, token, email }: LinkProps & { email: string }) {
  const t = useLinkTexts();
  const use = useLinkAndSignIn();
  const cause = useCause(use.error);
  const weak = isApiError(use.error, 'validation');
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const password = form.get('password');
    const name = textOf(form, 'name');
    use.mutate({
      ...{ kind, token, password: typeof password === 'string' ? password : '' },
      ...(kind === 'invite' ? { name } : {}),
    });
  };
  return (
    <Frame title={t(`${kind}Title`)} onSubmit={submit}>
      <p className="text-ink-2">{t(`${kind}Lead`)}</p>
      <p className="text-sm font-medium break-words">{t('for', { email })}</p>
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      {kind === 'invite' ? (
        <Field label={t('name')} hint={t('nameHint')}>
          <TextInput name="name" required maxLength={100} autoComplete="name" autoFocus />
        </Field>
      ) : null}
      <Field label={t('password')} hint={t('hint')} error={weak ? t('weak') : null}>
        <TextInput
          name="password"
          type="password"
          required
          minLength={12}
          maxLength={200}
          autoComplete="new-password"
          autoFocus={kind === 'reset'}
        />
      </Field>
      {use.error && !weak ? <FormError>{cause}</FormError> : null}
      <Button type="submit" look="primary" className="h-10 pointer-coarse:h-11" disabled={use.isPending}>
        {kind === 'invite' ? t('start') : t('save')}
      </Button>
    </Frame>
  );
}

type FrameProps = {
  title: string;
  onSubmit?: (event: FormEvent<HTMLFormElement>) => void;
  children: ReactNode;
};

function Frame({ title, onSubmit, children }: FrameProps) {
  const { t } = useTranslation();
  const inside = (
    <>
      <h1 className="text-xl font-bold">{title}</h1>
      {children}
    </>
  );
  return (
    <main className="mx-auto flex min-h-screen w-full max-w-[392px] flex-col justify-center p-4 pb-[16vh]">
      <p className="mb-4 flex items-center gap-2 font-bold">
        <img src="/favicon.svg" alt="" width="24" height="24" />
        {t('shell.product')}
      </p>
      {onSubmit ? (
        <form onSubmit={onSubmit} className="card grid gap-4 p-6">
          {inside}
        </form>
      ) : (
        <div className="card grid gap-4 p-6">{inside}</div>
      )}
    </main>
  );
}
