import type { EndedResponse, ResetLinkResponse, UserAccount } from '@traffic/contract';
import { useMutation } from '@tanstack/react-query';
import { request } from '../../lib/api.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../widgets/admin/confirm.tsx';
import { FormError } from '../../widgets/admin/form.tsx';
import { useRefusal } from '../../widgets/admin/use-refusal.ts';
import { useAccessTexts } from './access-texts.ts';
import { Secret } from './secret.tsx';

/** How a person gets in: a link for a new password, and an end to every place they are signed in. */
export function UserAccess({ user }: { user: UserAccount }) {
  const access = useAccessTexts();
  const format = useFormatter();
  const path = `/api/v1/users/${encodeURIComponent(user.id)}`;
  const reset = useMutation({
    mutationFn: () => request<ResetLinkResponse>(`${path}/reset-link`, { method: 'POST' }),
  });
  const signOut = useMutation({
    mutationFn: () => request<EndedResponse>(`${path}/sessions`, { method: 'DELETE' }),
  });
  const refusal = useRefusal(reset.error ?? signOut.error);
  return (
    <section className="grid gap-3 border-t border-line p-4" aria-labelledby="user-access">
      <h3 id="user-access" className="font-bold">
        {access('access.title')}
      </h3>
      <p className="text-sm text-ink-2">{access('access.lead')}</p>
      {reset.data ? (
        <>
          <Secret label={access('access.resetLink')} value={reset.data.link} />
          <p className="text-sm text-ink-2">
            {access('access.until', { at: format.dateTime(reset.data.expires_at) })}
          </p>
        </>
      ) : null}
      {refusal.general ? <FormError>{refusal.general}</FormError> : null}
      <div className="flex flex-wrap gap-2">
        <Button disabled={user.disabled || reset.isPending} onClick={() => reset.mutate()}>
          {access('access.reset')}
        </Button>
        <Confirm
          label={access('access.signOut')}
          title={access('access.signOutTitle', { name: user.name })}
          action={access('access.signOut')}
          onConfirm={() => signOut.mutate()}
        >
          {access('access.signOutText')}
        </Confirm>
      </div>
      <p role="status" className="text-sm text-good empty:hidden">
        {signOut.data ? access('access.signedOut', { count: signOut.data.ended }) : null}
      </p>
    </section>
  );
}
