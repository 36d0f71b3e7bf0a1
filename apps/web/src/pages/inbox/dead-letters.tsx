import { Link } from '@tanstack/react-router';
import { useFormatter } from '../../lib/use-formatter.ts';
import { controlClass } from '../../ui/button.tsx';
import { Icon } from '../../ui/icons.tsx';
import { useInboxTexts } from './texts.ts';

/** Deliveries that failed for the last time: nobody tries them again until somebody says so. */
export function DeadLetters({ count }: { count: number }) {
  const t = useInboxTexts();
  const format = useFormatter();
  if (count === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-card border border-line bg-bad-soft p-4">
      <Icon name="warning" className="text-bad" />
      <p className="min-w-0 flex-1 basis-60">
        {t('dead.text', { n: format.counted(count, t('dead.words')) })}
      </p>
      <Link to="/inbox" search={(old) => ({ ...old, state: 'failed' })} className={controlClass('plain')}>
        {t('dead.show')}
      </Link>
    </div>
  );
}
