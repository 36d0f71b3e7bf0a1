import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useUnhurried } from '../../lib/use-unhurried.ts';
import { AdsCard } from '../ads/ads-card.tsx';
import type { AdColumns, AdSort } from '../ads/columns.ts';
import { FunnelWidget } from '../../widgets/funnel-widget.tsx';
import type { KpiKey } from '../../widgets/kpi-days.ts';
import { PlanCard } from '../../widgets/plans/plan-card.tsx';
import { plansQuery } from '../../widgets/plans/queries.ts';
import { TrendCard } from '../../widgets/trend/trend-card.tsx';
import { TeamSales } from './team-sales.tsx';

/** Nobody sees it without scrolling: its code and its questions come after the first screen. */
const CabinetRest = lazy(async () => ({ default: (await import('./cabinet-rest.tsx')).CabinetRest }));

type CabinetDetailsProps = {
  team: string;
  metric: KpiKey;
  columns: AdColumns;
  sort: AdSort;
  onChange: (change: { metric?: KpiKey; columns?: AdColumns; sort?: AdSort }) => void;
};

/** Below the first screen: the trend, campaigns down to the ads, the funnel, cohorts, own tags, own keys. */
export function CabinetDetails({ team, metric, columns, sort, onChange }: CabinetDetailsProps) {
  const { t } = useTranslation();
  // «Не распределено» is nobody's: it has no tags and no accounts of its own.
  const isTeam = team !== 'unattributed';
  const plan = useQuery({ ...plansQuery(team), enabled: isTeam });
  const placed = !isTeam || !plan.isPending;
  const rest = useUnhurried();
  return (
    <>
      {isTeam ? <PlanCard team={team} /> : null}
      {/* Shown when the plan above has its height: nothing jumps. */}
      <div className={`grid grid-cols-[minmax(0,1fr)] gap-4 ${placed ? '' : 'invisible'}`}>
        <TrendCard team={team} metric={metric} onMetric={(next) => onChange({ metric: next })} />
        <AdsCard team={team} columns={columns} sort={sort} onChange={onChange} />
        <div className="grid items-start gap-4 @[1040px]:grid-cols-[minmax(0,4fr)_minmax(0,7fr)]">
          <FunnelWidget title={t('funnel.title')} teamFilter={team} />
          <TeamSales team={team} />
        </div>
        {rest ? (
          <Suspense>
            <CabinetRest team={team} isTeam={isTeam} />
          </Suspense>
        ) : null}
      </div>
    </>
  );
}
