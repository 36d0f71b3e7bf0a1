import { PageTitle } from '../../widgets/page-title.tsx';
import { PasswordCard } from './password-card.tsx';
import { SessionsCard } from './sessions-card.tsx';
import { useAccountTexts } from './texts.ts';

/** «Мой профиль»: one's own password and the places where one is signed in. */
export function AccountPage() {
  const t = useAccountTexts();
  return (
    <>
      <PageTitle report={undefined}>{t('title')}</PageTitle>
      <PasswordCard />
      <SessionsCard />
    </>
  );
}
