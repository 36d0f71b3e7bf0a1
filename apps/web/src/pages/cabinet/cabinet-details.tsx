import { useState } from 'react';
import { AdviceShort } from '../advice/advice-short.tsx';
import { AdsCard } from '../ads/ads-card.tsx';
import type { AdColumns, AdSort } from '../ads/columns.ts';
import { CohortsCard } from '../funnel/cohorts-card.tsx';
import type { CohortStep } from '../funnel/queries.ts';
import type { KpiKey } from '../../widgets/kpi-days.ts';
import { PlanCard } from '../../widgets/plans/plan-card.tsx';
import { TrendCard } from '../../widgets/trend/trend-card.tsx';

type CabinetDetailsProps = {
  team: string;
  metric: KpiKey;
  columns: AdColumns;
  sort: AdSort;
  onChange: (change: { metric?: KpiKey; columns?: AdColumns; sort?: AdSort }) => void;
};

/** The team's trend, its campaigns down to the ads, and what its people paid by their age. */
export function CabinetDetails({ team, metric, columns, sort, onChange }: CabinetDetailsProps) {
  const [by, setBy] = useState<CohortStep>('month');
  return (
    <>
      {team === 'unattributed' ? null : <PlanCard team={team} />}
      <AdviceShort team={team} />
      <TrendCard team={team} metric={metric} onMetric={(next) => onChange({ metric: next })} />
      <AdsCard team={team} columns={columns} sort={sort} onChange={onChange} />
      <CohortsCard team={team} by={by} onBy={setBy} />
    </>
  );
}
