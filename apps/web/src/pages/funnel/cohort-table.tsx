import type { CohortsResponse } from '@traffic/contract';
import type { CSSProperties, ReactNode } from 'react';
import { divide } from '../../lib/decimal.ts';
import { lengthDays } from '../../lib/period.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Figure, Unknown } from '../../ui/figure.tsx';
import type { RowsTarget } from '../../lib/rows-of.ts';
import { RowsLink } from '../../widgets/rows-link.tsx';
import { type ReportColumn, ReportTable } from '../../widgets/report-table.tsx';
import { useFunnelTexts } from './texts.ts';

type Cohort = CohortsResponse['cohorts'][number];
/** What stands in a cell: revenue until the end of that age, of all or per person. */
export type CohortView = 'perPerson' | 'revenue';

type CohortTableProps = { report: CohortsResponse; view: CohortView; team: string | undefined };

/** A row per cohort, a column per step of age; the darker, the more was paid by then. */
export function CohortTable({ report, view, team }: CohortTableProps) {
  const text = useFunnelTexts();
  const format = useFormatter();
  const { currency, cohorts, by } = report;
  const money = (value: string) => format.money(value, currency);
  const valueOf = (cohort: Cohort, age: number): string | null => {
    const cumulative = cohort.cells[age]?.cumulative ?? null;
    if (cumulative === null || view === 'revenue') return cumulative;
    return cohort.persons === null || cohort.persons === 0 ? null : divide(cumulative, cohort.persons, 0);
  };
  // Steps that no cohort has begun are no columns.
  const ages = Math.max(
    0,
    ...cohorts.map((cohort) => cohort.cells.findLastIndex((cell) => cell !== null) + 1),
  );
  const largest = Math.max(
    1,
    ...cohorts.flatMap((cohort) => cohort.cells.map((_, age) => Number(valueOf(cohort, age) ?? 0))),
  );
  const columns: ReportColumn<Cohort>[] = [
    { key: 'start', header: text('cohorts.start'), cell: ({ start, end }) => format.period(start, end) },
    ...facts(report, team, text, format),
    ...Array.from({ length: ages }, (_, age): ReportColumn<Cohort> => {
      const days = (age + 1) * (by === 'week' ? 7 : 30);
      return {
        key: `age-${age}`,
        header: text('cohorts.ltv', { days }),
        className: (cohort) => (cohort.cells[age] && !cohort.cells[age].finished ? 'hatched' : ''),
        cell: (cohort) => {
          const cell = cohort.cells[age];
          const value = valueOf(cohort, age);
          if (!cell || value === null) return null;
          const title = `${text('cohorts.sales', { n: cell.sales })}${cell.finished ? '' : `. ${text('cohorts.growing')}`}`;
          return (
            <span className="heat" style={heat(Number(value) / largest)}>
              <CohortLink cohort={cohort} team={team} of={SALES}>
                <Figure value={value} title={title}>
                  {money(value)}
                </Figure>
              </CohortLink>
              {cell.finished ? null : <span className="sr-only">{text('cohorts.growing')}</span>}
            </span>
          );
        },
      };
    }),
  ];
  const { start, end } = report.period;
  return (
    <ReportTable
      caption={text('cohorts.caption', { period: format.period(start, end) })}
      columns={columns}
      rows={cohorts}
      keyOf={(cohort) => cohort.start}
    />
  );
}

const SALES: RowsTarget = { to: '/sales', narrow: { rows: 'counted' } };
const PEOPLE: RowsTarget = { to: '/leads' };
const BUYERS: RowsTarget = { to: '/leads', narrow: { bought: 'any' } };

type CohortLinkProps = { cohort: Cohort; team: string | undefined; of: RowsTarget; children: ReactNode };

/** The people of one cohort, or what they bought: always by the day of their first lead. */
function CohortLink({ cohort: { start, end }, team, of, children }: CohortLinkProps) {
  return (
    <RowsLink of={of} team={team} report={{ preset: undefined, start, end, basis: 'cohort' }}>
      {children}
    </RowsLink>
  );
}

const heat = (share: number) => ({ '--share': `${Math.round(share * 100)}%` }) as CSSProperties;

function facts(
  { currency }: CohortsResponse,
  team: string | undefined,
  text: ReturnType<typeof useFunnelTexts>,
  format: ReturnType<typeof useFormatter>,
): ReportColumn<Cohort>[] {
  const figure = (
    cohort: Cohort,
    value: string | number | null,
    print: (value: string) => string,
    of: RowsTarget = SALES,
  ) =>
    value === null ? (
      <Unknown reason={text('stages.unknown')} />
    ) : (
      <CohortLink cohort={cohort} team={team} of={of}>
        <Figure value={value}>{print(String(value))}</Figure>
      </CohortLink>
    );
  const money = (value: string) => format.money(value, currency);
  return [
    {
      key: 'persons',
      header: text('cohorts.persons'),
      cell: (cohort) => figure(cohort, cohort.persons, format.number, PEOPLE),
    },
    {
      key: 'payers',
      header: text('cohorts.payers'),
      cell: (cohort) => figure(cohort, cohort.payers, format.number, BUYERS),
    },
    {
      key: 'spend',
      header: text('cohorts.spend'),
      cell: (cohort) => figure(cohort, cohort.spend, money, { to: '/ads' }),
    },
    {
      key: 'revenue',
      header: text('cohorts.revenue'),
      cell: (cohort) => figure(cohort, cohort.revenue, money),
    },
    {
      key: 'roas',
      header: text('cohorts.roas'),
      cell: (cohort) => figure(cohort, cohort.roas, (value) => format.number(value, 2)),
    },
    {
      key: 'payback',
      header: text('cohorts.payback'),
      cell: ({ payback_day: day, start, end }) => (
        <span title={`${lengthDays({ start, end })}`}>
          {day === null ? text('cohorts.notYet') : text('cohorts.day', { n: day })}
        </span>
      ),
    },
  ];
}
