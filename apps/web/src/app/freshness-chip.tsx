import type { SourceState } from '@traffic/contract';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ageOf, utcOffset } from '../lib/format-dates.ts';
import { useFormatter } from '../lib/use-formatter.ts';
import { Floating } from '../ui/floating.tsx';
import { Icon, type IconName } from '../ui/icons.tsx';
import { sourceProblems } from '../widgets/source-problems.ts';
import { useReport } from './use-report.ts';

const TICK_MS = 30_000;

type AgeText = (iso: string, short?: boolean) => string;

/** «3 мин назад», or «3 мин» where it is narrow; kept current. */
function useAge(): AgeText {
  const { t } = useTranslation();
  const format = useFormatter();
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return (iso, short = false) => {
    const age = ageOf(iso, new Date(Math.max(now.getTime(), Date.parse(iso))));
    if (!age) return t('freshness.justNow');
    const text = format.counted(age.count, t(`freshness.${age.unit}`));
    return short ? text : t('freshness.ago', { age: text });
  };
}

/** How old the figures are and in whose time; opens the list of sources. */
export function FreshnessChip() {
  const { t } = useTranslation();
  const format = useFormatter();
  const ageText = useAge();
  const report = useReport().data;
  // Its place is kept: the buttons beside it stand still when it comes.
  if (!report) return <span aria-hidden="true" className="w-7 shrink-0" />;
  const problems = sourceProblems(report.sources).length;
  const updated = t('freshness.updated', { age: ageText(report.updated_at) });
  const warning = problems > 0 ? format.counted(problems, t('freshness.problems')) : '';
  return (
    <Floating
      align="end"
      title={t('freshness.title')}
      className="w-80"
      trigger={
        <button
          type="button"
          className="flex h-8 min-w-0 items-center gap-1.5 rounded-control px-1 text-sm text-ink-2 sm:px-2 hover:bg-hover pointer-coarse:h-11"
        >
          <Icon name={problems > 0 ? 'warning' : 'clock'} className={problems > 0 ? 'text-warn' : ''} />
          <span className="sr-only">{t('freshness.label')}</span>
          <span className="hidden truncate @[1240px]:inline">
            {updated}
            {' · '}
            <Zone timezone={report.period.timezone} />
          </span>
          <span className="hidden truncate @[480px]:inline @[1240px]:hidden">
            {ageText(report.updated_at, true)}
          </span>
          {warning ? <span className="sr-only">{warning}</span> : null}
        </button>
      }
    >
      <ul className="grid gap-3">
        {report.sources.map((source) => (
          <Source key={source.key} source={source} ageText={ageText} />
        ))}
      </ul>
      <p className="mt-3 border-t border-line pt-3 text-xs text-ink-2">
        <Zone timezone={report.period.timezone} />
      </p>
    </Floating>
  );
}

/** «Алматы, UTC+5» */
function Zone({ timezone }: { timezone: string }) {
  const { t } = useTranslation();
  const city = timezone.split('/').at(-1)?.replaceAll('_', ' ') ?? timezone;
  const name = timezone === 'Asia/Almaty' ? t('zone.Asia/Almaty') : city;
  return <>{`${name}, ${utcOffset(timezone, new Date())}`}</>;
}

const LOOK: Record<SourceState['status'], { icon: IconName; colour: string }> = {
  ok: { icon: 'check', colour: 'text-good' },
  stale: { icon: 'clock', colour: 'text-warn' },
  failed: { icon: 'warning', colour: 'text-bad' },
  not_configured: { icon: 'plug', colour: 'text-ink-2' },
  never: { icon: 'clock', colour: 'text-ink-2' },
};

function Source({ source, ageText }: { source: SourceState; ageText: AgeText }) {
  const { t } = useTranslation();
  const format = useFormatter();
  const { icon, colour } = LOOK[source.status];
  return (
    <li className="grid grid-cols-[16px_1fr_auto] gap-x-2.5 text-sm">
      <Icon name={icon} className={`mt-0.5 ${colour}`} />
      <span className="font-medium">{t(`source.${source.key}`)}</span>
      <span className={colour}>{t(`sourceStatus.${source.status}`)}</span>
      <span className="col-start-2 col-end-4 text-xs text-ink-2">
        {source.updated_at
          ? `${ageText(source.updated_at)}, ${format.dateTime(source.updated_at)}`
          : t('freshness.noData')}
        {source.incomplete_since
          ? `; ${t('freshness.incompleteSince', { at: format.dateTime(source.incomplete_since) })}`
          : ''}
        {source.reason ? <span className="block">{source.reason}</span> : null}
      </span>
    </li>
  );
}
