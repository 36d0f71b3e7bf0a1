import type { Period, SourceState } from '@traffic/contract';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { useSession } from '../app/use-session.ts';
import { withPeriod } from '../lib/report-search.ts';
import { useFormatter } from '../lib/use-formatter.ts';
import { Button, controlClass } from '../ui/button.tsx';
import { Icon, type IconName } from '../ui/icons.tsx';
import { type Emptiness, emptyKind, type Feed } from './source-problems.ts';

type EmptyReportProps = {
  kind: Emptiness;
  /** What the report asked for; null when it is not of a period. */
  period: z.infer<typeof Period> | null;
  /** What this page has none of, in one sentence; the page's own sentence for an empty period. */
  children?: ReactNode;
  /** Present while filters are the reason. */
  onReset?: (() => void) | undefined;
  /** Stands inside a card, which is frame enough. */
  inCard?: boolean;
};

const LOOKS: Record<Emptiness, { icon: IconName; frame: string; ink: string }> = {
  not_connected: { icon: 'plug', frame: 'border-dashed border-line-strong', ink: 'text-accent' },
  no_data: { icon: 'clock', frame: 'border-line bg-accent-soft', ink: 'text-accent' },
  unknown: { icon: 'warning', frame: 'border-transparent', ink: 'text-warn' },
  filtered: { icon: 'sliders', frame: 'border-transparent', ink: 'text-ink-2' },
};

/**
 * The empties look and read differently: a dashed plug (nothing connected), a clock on a tint (nothing yet), a warning (a
 * source does not answer: nobody knows), a plain line with a way out (nothing in this period or under these filters).
 */
export function EmptyReport({ kind: why, period, children, onReset, inCard = false }: EmptyReportProps) {
  const { t } = useTranslation();
  const format = useFormatter();
  // Under filters there is a way out whatever the sources do.
  const kind = why === 'unknown' && onReset ? 'filtered' : why;
  const { icon, frame, ink } = LOOKS[kind];
  const days = period ? format.period(period.start, period.end) : '';
  const said = {
    not_connected: [t('empty.notConnectedTitle'), t('empty.notConnected')],
    no_data: [t('empty.noDataTitle'), t('empty.noData')],
    unknown: [t('empty.unknownTitle'), t('empty.unknown')],
    filtered: onReset
      ? [t('empty.filteredOutTitle'), t('empty.filteredOut')]
      : [t('empty.filteredTitle'), children ?? t('empty.filtered', { period: days })],
  }[kind];
  return (
    <section
      data-empty={kind}
      className={`flex max-w-2xl items-start gap-3 ${inCard ? '' : `rounded-card border p-4 ${frame}`}`}
    >
      {/* Inside a card the look is the icon's: one frame is enough. */}
      <span
        data-look={kind}
        className={
          inCard ? `grid size-9 shrink-0 place-items-center rounded-control border ${frame}` : 'mt-0.5'
        }
      >
        <Icon name={icon} className={ink} />
      </span>
      <div className="grid justify-items-start gap-2">
        <h3 className="font-bold">{said[0]}</h3>
        <p className="max-w-prose text-ink-2">{said[1]}</p>
        <WayOut kind={kind} period={period} onReset={onReset} />
      </div>
    </section>
  );
}

function WayOut({ kind, period, onReset }: Pick<EmptyReportProps, 'kind' | 'period' | 'onReset'>) {
  const { t } = useTranslation();
  const { user } = useSession();
  if (kind === 'no_data') return null;
  if (kind === 'not_connected' || kind === 'unknown')
    return user.role === 'targetologist' ? null : (
      <Link to="/integrations" className={controlClass('plain')}>
        {t('empty.connect')}
      </Link>
    );
  if (onReset) return <Button onClick={onReset}>{t('empty.reset')}</Button>;
  if (period === null || period.preset === '90d') return null;
  return (
    <Link to="." search={(old) => withPeriod(old, { preset: '90d' })} className={controlClass('plain')}>
      {t('empty.showLonger')}
    </Link>
  );
}

type EmptyRowsProps = Pick<EmptyReportProps, 'children' | 'onReset'> & {
  report: { sources: readonly SourceState[]; period: z.infer<typeof Period> };
  /** Whose rows these are. */
  needs: readonly Feed[];
};

/** Stands where the rows of a card would: says which of the three empties it is, by the sources of these rows. */
export function EmptyRows({ report, needs, onReset, children }: EmptyRowsProps) {
  return (
    <div className="p-4">
      <EmptyReport inCard kind={emptyKind(report.sources, needs)} period={report.period} onReset={onReset}>
        {children}
      </EmptyReport>
    </div>
  );
}
