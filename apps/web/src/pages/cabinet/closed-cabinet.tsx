import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../app/use-session.ts';
import type { ApiError } from '../../lib/api.ts';
import { controlClass } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';

/** The server refused this team or does not know it: said in words, with the way to one's own figures. */
export function ClosedCabinet({ error }: { error: ApiError }) {
  const { t } = useTranslation();
  const { user } = useSession();
  // To a targetologist the server answers "not found" for other teams, so as not to leak their names.
  const refused = error.code === 'forbidden' || user.team !== null;
  const action = user.team ? (
    <Link to="/cabinet/$team" params={{ team: user.team.slug }} className={controlClass('plain')}>
      {t('cabinet.own')}
    </Link>
  ) : (
    <Link to="/" className={controlClass('plain')}>
      {t('cabinet.all')}
    </Link>
  );
  return (
    <>
      <h1 className="sr-only">{t('shell.cabinet')}</h1>
      <Notice title={refused ? t('cabinet.forbiddenTitle') : t('cabinet.notFoundTitle')} action={action}>
        {refused ? t('cabinet.forbidden') : t('cabinet.notFound')}
      </Notice>
    </>
  );
}
