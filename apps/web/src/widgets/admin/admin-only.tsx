import { useSession } from '../../app/use-session.ts';
import { Notice } from '../../ui/notice.tsx';
import { useAdminTexts } from './texts.ts';

/** Whether the signed-in person may change things: an analyst reads everything and changes nothing. */
export function useMayChange(): boolean {
  return useSession().user.role === 'admin';
}

/** Says that a page is not for this role, instead of buttons that would be refused. */
export function ClosedPage() {
  const t = useAdminTexts();
  return <Notice title={t('closedTitle')}>{t('closed')}</Notice>;
}

/** Told once at the top of a page that this person may only read. */
export function ReadOnlyNote() {
  const t = useAdminTexts();
  if (useMayChange()) return null;
  return <p className="text-sm text-ink-2">{t('readOnly')}</p>;
}
