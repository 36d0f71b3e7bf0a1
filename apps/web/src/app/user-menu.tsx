import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Button, controlClass } from '../ui/button.tsx';
import { Floating } from '../ui/floating.tsx';
import { Icon } from '../ui/icons.tsx';
import { useSession, useSignOut } from './use-session.ts';

/** Who is signed in, in what role, and the way out. */
export function UserMenu() {
  const { t } = useTranslation();
  const { user } = useSession();
  const signOut = useSignOut();
  return (
    <Floating
      align="end"
      title={user.name}
      className="w-60"
      trigger={
        <button
          type="button"
          className="flex size-8 shrink-0 items-center justify-center rounded-full bg-accent-soft text-xs font-bold text-ink hover:opacity-80 pointer-coarse:size-9"
        >
          <span aria-hidden="true">{initials(user.name || user.email)}</span>
          <span className="sr-only">{t('shell.userMenu', { name: user.name })}</span>
        </button>
      }
    >
      <p className="text-sm break-words text-ink-2">{user.email}</p>
      <p className="mb-4 text-sm text-ink-2">
        {t(`role.${user.role}`)}
        {user.team ? ` · ${user.team.name}` : ''}
      </p>
      <Link to="/account" className={`${controlClass('plain')} mb-2 w-full`}>
        {t('shell.account')}
      </Link>
      <Button className="w-full" onClick={() => signOut.mutate()} disabled={signOut.isPending}>
        <Icon name="exit" />
        {t('shell.signOut')}
      </Button>
    </Floating>
  );
}

function initials(name: string): string {
  const words = name.split(/[\s@.]+/).filter(Boolean);
  return words
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('');
}
