import { Link, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { controlClass } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { WidgetError } from '../ui/widget-error.tsx';

/** An address that leads nowhere. */
export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <main className="p-4 sm:p-6">
      <Notice
        title={t('error.notFoundTitle')}
        action={
          <Link to="/" className={controlClass('plain')}>
            {t('error.home')}
          </Link>
        }
      >
        {t('error.notFound')}
      </Notice>
    </main>
  );
}

/** The page could not be opened at all: no session answer, or a fault of ours. */
export function CrashPage({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const router = useRouter();
  return (
    <main className="mx-auto max-w-2xl p-4 pt-16">
      <h1 className="sr-only">{t('shell.product')}</h1>
      <WidgetError title={t('error.session')} error={error} onRetry={() => void router.invalidate()} />
    </main>
  );
}
