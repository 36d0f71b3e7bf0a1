import { onlineManager } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormatter } from '../lib/use-formatter.ts';
import { Icon } from '../ui/icons.tsx';
import { useReport } from './use-report.ts';

/** Says that the browser is offline and how old the figures on screen are. */
export function OfflineBanner() {
  const { t } = useTranslation();
  const format = useFormatter();
  const report = useReport();
  const online = useSyncExternalStore(
    (listener) => onlineManager.subscribe(listener),
    () => onlineManager.isOnline(),
  );
  if (online) return null;
  const at = format.dateTime(new Date(report.dataUpdatedAt).toISOString());
  return (
    <p role="status" className="flex gap-2.5 rounded-card border border-line bg-warn-soft px-4 py-3 text-sm">
      <Icon name="warning" className="mt-0.5 text-warn" />
      {report.data ? t('offline.banner', { at }) : t('offline.empty')}
    </p>
  );
}
