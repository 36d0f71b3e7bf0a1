import type { CohortsResponse } from '@traffic/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useReportSearch } from '../../app/use-report.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { EmptyRows } from '../../widgets/empty-report.tsx';
import { ReportCard } from '../../widgets/report-card.tsx';
import { CohortTable, type CohortView } from './cohort-table.tsx';
import { type CohortStep, cohortsQuery } from './queries.ts';
import { useFunnelTexts } from './texts.ts';

type CohortsCardProps = {
  team: string | undefined;
  by: CohortStep;
  onBy: (by: CohortStep) => void;
};

/** What each cohort paid by its age, and how long people think before they pay. */
export function CohortsCard({ team, by, onBy }: CohortsCardProps) {
  const text = useFunnelTexts();
  const [view, setView] = useState<CohortView>('perPerson');
  const query = useQuery(cohortsQuery(useReportSearch(), team, by));
  return (
    <ReportCard
      title={text('cohorts.title')}
      hint={text('cohorts.hint')}
      errorTitle={text('cohorts.error')}
      query={query}
      heightPx={320}
      controls={
        <div className="flex flex-wrap gap-2">
          <Segmented
            label={text('cohorts.show')}
            value={view}
            options={(['perPerson', 'revenue'] as const).map((value) => ({
              value,
              label: text(`cohorts.${value}`),
            }))}
            onChange={setView}
          />
          <Segmented
            label={text('cohorts.by')}
            value={by}
            options={(['week', 'month'] as const).map((value) => ({
              value,
              label: text(`cohorts.${value}`),
            }))}
            onChange={onBy}
          />
        </div>
      }
    >
      {(report) =>
        report.cohorts.every(({ persons }) => !persons) ? (
          <EmptyRows report={report} needs={['landing']}>
            {text('cohorts.none')}
          </EmptyRows>
        ) : (
          <>
            <CohortTable report={report} view={view} team={team} />
            <TimeToPayment report={report} />
          </>
        )
      }
    </ReportCard>
  );
}

function TimeToPayment({ report }: { report: CohortsResponse }) {
  const text = useFunnelTexts();
  const format = useFormatter();
  const { payers, median_days: median, buckets } = report.time_to_payment;
  const largest = Math.max(1, ...buckets.map((bucket) => bucket.payers));
  const name = ({ from, to }: { from: number; to: number | null }): string =>
    to === null
      ? text('payment.more', { from })
      : from === to
        ? text('payment.single', { from })
        : text('payment.range', { from, to });
  return (
    <section aria-label={text('payment.title')} className="border-t border-line p-4">
      <h3 className="font-bold">{text('payment.title')}</h3>
      <p className="text-xs text-ink-2">
        {text('payment.hint')} {median === null ? '' : text('payment.median', { n: median })}
      </p>
      {payers === 0 ? (
        <p className="mt-2 text-sm text-ink-2">{text('payment.none')}</p>
      ) : (
        <dl className="mt-3 grid max-w-xl gap-1.5 text-sm">
          {buckets.map((bucket) => (
            <div key={bucket.from} className="grid grid-cols-[8.5rem_1fr_4rem] items-center gap-3">
              <dt className="text-ink-2">{name(bucket)}</dt>
              <span className="h-2.5 rounded-[3px] bg-hover" aria-hidden="true">
                <span
                  className="block h-full rounded-[3px] bg-bar"
                  style={{ width: `${(bucket.payers / largest) * 100}%` }}
                />
              </span>
              <dd className="text-right">{format.number(bucket.payers)}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
