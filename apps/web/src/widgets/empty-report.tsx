import type { OverviewResponse } from '@traffic/contract';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { withPeriod } from '../lib/report-search.ts';
import { useFormatter } from '../lib/use-formatter.ts';
import { controlClass } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import type { Emptiness } from './source-problems.ts';

type EmptyReportProps = { kind: Emptiness; report: OverviewResponse };

/** The three empties look and read differently: nothing connected, nothing yet, nothing in this period. */
export function EmptyReport({ kind, report }: EmptyReportProps) {
  const { t } = useTranslation();
  const format = useFormatter();
  if (kind === 'not_connected') {
    return <Notice title={t('empty.notConnectedTitle')}>{t('empty.notConnected')}</Notice>;
  }
  if (kind === 'no_data') return <Notice title={t('empty.noDataTitle')}>{t('empty.noData')}</Notice>;
  const period = format.period(report.period.start, report.period.end);
  return (
    <Notice
      title={t('empty.filteredTitle')}
      action={
        <Link to="." search={(old) => withPeriod(old, { preset: '90d' })} className={controlClass('plain')}>
          {t('empty.showLonger')}
        </Link>
      }
    >
      {t('empty.filtered', { period })}
    </Notice>
  );
}
