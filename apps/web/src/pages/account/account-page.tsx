import { useSession } from '../../app/use-session.ts';
import { PageTitle } from '../../widgets/page-title.tsx';
import { OwnTokensCard } from './own-tokens-card.tsx';
import { PasswordCard } from './password-card.tsx';
import { SessionsCard } from './sessions-card.tsx';
import { useAccountTexts } from './texts.ts';

/** «Мой профиль»: one's own password, the places where one is signed in, a targetologist's own keys. */
export function AccountPage() {
  const t = useAccountTexts();
  const { role } = useSession().user;
  return (
    <>
      <PageTitle report={undefined}>{t('title')}</PageTitle>
      <PasswordCard />
      <SessionsCard />
      {role === 'targetologist' ? <OwnTokensCard /> : null}
    </>
  );
}
