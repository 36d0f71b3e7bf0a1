import type { OverviewResponse } from '@traffic/contract';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { todayIn } from '../lib/period.ts';
import { KPI_METRICS, type KpiKey } from './kpi-days.ts';
import { KpiTile } from './kpi-tile.tsx';
import { planDayOf, planOfKpi } from './plans/plan-of-period.ts';
import { plansQuery } from './plans/queries.ts';
import { lateSources } from './source-problems.ts';

const GRID = 'grid grid-cols-2 gap-2 @[600px]:grid-cols-3 @[1100px]:grid-cols-6 @[1100px]:gap-3';

type KpiRowProps = { report: OverviewResponse; picked: KpiKey; onPick: (metric: KpiKey) => void };

/** The six figures the eye lands on: one row where the content is wide enough for seven digits a tile. */
export const KpiRow = memo(function KpiFigures({ report, picked, onPick }: KpiRowProps) {
  const { t } = useTranslation();
  const { team } = useParams({ strict: false });
  const today = todayIn(report.period.timezone, new Date());
  const planDay = planDayOf(report.period, today);
  const plans = useQuery({ ...plansQuery(team, planDay ?? undefined), enabled: planDay !== null });
  const unfinished = report.period.end >= today;
  const late = lateSources(report);
  return (
    <section aria-label={t('kpi.title')} className={GRID}>
      {KPI_METRICS.map((metric) => (
        <KpiTile
          key={metric}
          metric={metric}
          report={report}
          late={late}
          unfinished={unfinished && report.days.length > 1}
          plan={planDay === null ? null : planOfKpi(plans.data, team, metric)}
          picked={picked === metric}
          onPick={() => onPick(metric)}
        />
      ))}
    </section>
  );
});

/** The row before its first figures, in its final geometry. */
export function KpiRowSkeleton() {
  const { t } = useTranslation();
  return (
    <section aria-label={t('kpi.title')} aria-busy="true" className={GRID}>
      {KPI_METRICS.map((metric) => (
        <div key={metric} className="card flex h-[180px] flex-col p-3.5">
          <span className="text-sm text-ink-2">{t(`metric.${metric}`)}</span>
          <span className="skeleton mt-2 h-6 w-24" />
          <span className="skeleton mt-3 h-3 w-32" />
        </div>
      ))}
    </section>
  );
}
