import { Dialog } from '@base-ui/react/dialog';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { controlClass, IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';

const KEYS = [
  ['Ctrl K', 'palette'],
  ['?', 'help'],
  ['D', 'day'],
  ['W', 'week'],
  ['M', 'month'],
  ['F', 'filter'],
  ['Esc', 'close'],
] as const;

/** The keys of the keyboard and the way to the words of the figures. */
export function KeyHelp({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog.Root open onOpenChange={(next) => (next ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fade fixed inset-0 z-40 bg-shade" />
        <Dialog.Popup className="pop fixed top-[12vh] left-1/2 z-50 w-[min(100vw-24px,420px)] -translate-x-1/2 rounded-card border border-line bg-raised p-4 text-ink shadow-float">
          <header className="flex items-center justify-between">
            <Dialog.Title className="text-lg font-bold">{t('keys.title')}</Dialog.Title>
            <Dialog.Close render={<IconButton aria-label={t('shell.closeMenu')} />}>
              <Icon name="close" />
            </Dialog.Close>
          </header>
          <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-4 gap-y-2 text-sm">
            {KEYS.map(([key, name]) => (
              <div key={key} className="contents">
                <dt>
                  <kbd className="rounded-[4px] border border-line-strong px-1.5 py-0.5 text-xs">{key}</kbd>
                </dt>
                <dd>{t(`keys.${name}`)}</dd>
              </div>
            ))}
          </dl>
          <Link to="/glossary" onClick={onClose} className={`mt-4 ${controlClass('plain')}`}>
            {t('section.glossary')}
          </Link>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
