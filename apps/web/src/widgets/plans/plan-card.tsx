import { PLAN_METRICS, type PlanMetric, type PlanRow, type PlansResponse } from '@traffic/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { metricExact } from '../../lib/metric-text.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import { controlClass } from '../../ui/button.tsx';
import { Figure, Unknown } from '../../ui/figure.tsx';
import { useMayChange } from '../admin/admin-only.tsx';
import { ReportCard } from '../report-card.tsx';
import { type ReportColumn, ReportTable } from '../report-table.tsx';
import { TeamName } from '../team-name.tsx';
import { Pace } from './pace.tsx';
import { PlanBar } from './plan-bar.tsx';
import { plansQuery } from './queries.ts';
import { usePlanTexts } from './texts.ts';

type Row = Omit<PlanRow, 'team' | 'saved_at'> & { team: PlanRow['team'] | null };

/** The running week: plan, fact and pace of every team with its place, or of the one in `team`. */
export function PlanCard({ team }: { team: string | undefined }) {
  const t = usePlanTexts();
  const format = useFormatter();
  const query = useQuery(plansQuery(team));
  const { data } = query;
  const elapsed = data ? format.percent(String(Number(data.elapsed) * 100), 0) : '';
  return (
    <ReportCard
      title={t('title')}
      {...(data
        ? { hint: t('hint', { period: format.period(data.week.start, data.week.end), elapsed }) }
        : {})}
      errorTitle={t('error')}
      query={query}
      heightPx={team === undefined ? 260 : 180}
      controls={<PlanLink />}
    >
      {(plans) => (team !== undefined ? <OwnPlan plans={plans} /> : <PlanTable plans={plans} />)}
    </ReportCard>
  );
}

function PlanLink() {
  const t = usePlanTexts();
  if (!useMayChange()) return null;
  return (
    <Link to="/teams" search={{ tab: 'plans' }} className={controlClass('plain')}>
      {t('make')}
    </Link>
  );
}

/** Teams by place; those without one after them. */
export function PlanTable({ plans }: { plans: PlansResponse }) {
  const t = usePlanTexts();
  const format = useFormatter();
  const floor = format.money(plans.limits.leaderboard_min_spend, plans.currency);
  const last = Number.POSITIVE_INFINITY;
  const rows: Row[] = plans.rows.toSorted((a, b) => (a.place ?? last) - (b.place ?? last));
  const columns: ReportColumn<Row>[] = [
    {
      key: 'team',
      header: t('team'),
      cell: (row) => (row.team === null ? t('total') : <TeamName team={row.team} />),
    },
    {
      key: 'place',
      header: t('place'),
      cell: (row) =>
        row.team === null ? null : row.place === null ? (
          <Unknown reason={t('noPlace', { floor })} />
        ) : (
          <Figure value={row.place}>{row.place}</Figure>
        ),
    },
    ...PLAN_METRICS.map(
      (metric): ReportColumn<Row> => ({
        key: metric,
        header: t(`metric.${metric}`),
        cell: (row) => <PlanCell row={row} metric={metric} plans={plans} />,
      }),
    ),
  ];
  return (
    <>
      <ReportTable
        caption={t('caption', { period: format.period(plans.week.start, plans.week.end) })}
        columns={columns}
        rows={rows}
        keyOf={(row) => row.team?.slug ?? 'total'}
        total={plans.total === null ? undefined : { ...plans.total, team: null, place: null }}
      />
      <p className="px-4 py-3 text-xs text-ink-2">
        {t('placeHint', { floor })} {plans.incomplete.length > 0 ? <IncompleteWeek plans={plans} /> : null}
      </p>
    </>
  );
}

function IncompleteWeek({ plans }: { plans: PlansResponse }) {
  const { t: core } = useTranslation();
  const t = usePlanTexts();
  const sources = plans.incomplete.map(({ source }) => core(`source.${source}`)).join(', ');
  return <span className="text-warn">{t('incomplete', { sources })}</span>;
}

type CellProps = { row: Pick<Row, 'plan' | 'fact' | 'progress'>; metric: PlanMetric; plans: PlansResponse };

/** The fact above, its plan and pace below: one column a metric keeps them together. */
function PlanCell({ row, metric, plans }: CellProps) {
  const t = usePlanTexts();
  const format = useFormatter();
  const currency = plans.currency === 'USD' ? 'USD' : 'KZT';
  const print = (value: string | number) => metricExact(metric, value, currency, format);
  const { fact, plan, progress } = row;
  const value = fact?.[metric] ?? null;
  const promised = plan?.[metric] ?? null;
  const pace = progress?.[metric]?.pace ?? null;
  return (
    <span className="grid justify-items-end py-1">
      {value === null ? <Unknown reason={t('unknown')} /> : <Figure value={value}>{print(value)}</Figure>}
      <span className="flex gap-2 text-xs font-normal text-ink-2">
        {promised === null ? null : <span>{t('ofPlan', { plan: print(promised) })}</span>}
        {pace === null ? null : <Pace metric={metric} pace={pace} />}
      </span>
    </span>
  );
}

/** One team's plan as bars. */
function OwnPlan({ plans }: { plans: PlansResponse }) {
  const t = usePlanTexts();
  const format = useFormatter();
  const [row] = plans.rows;
  if (!row?.plan) return <p className="px-4 pb-4 text-sm text-ink-2">{t('none')}</p>;
  return (
    <ul className="grid gap-x-6 gap-y-4 px-4 pb-4 sm:grid-cols-2 @[900px]:grid-cols-5">
      {PLAN_METRICS.map((metric) => {
        const done = row.progress?.[metric]?.done ?? null;
        const share = done === null ? '—' : format.percent(done, 0);
        return (
          <li key={metric} className="grid content-start gap-1.5 text-sm">
            <span className="flex justify-between text-ink-2">
              <span>{t(`metric.${metric}`)}</span>
              <span>{share}</span>
            </span>
            <PlanBar done={done} elapsed={Number(plans.elapsed)} label={t('done', { done: share })} />
            <PlanCell row={row} metric={metric} plans={plans} />
          </li>
        );
      })}
    </ul>
  );
}
