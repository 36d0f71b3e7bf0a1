import type { Currency, MetricKey, OverviewResponse, TeamRow } from '@traffic/contract';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { percentOf } from '../lib/decimal.ts';
import { useMetricReasons } from '../lib/metric-text.ts';
import { useFormatter } from '../lib/use-formatter.ts';
import { MetricCell } from './metric-cell.tsx';
import { lateSources } from './source-problems.ts';
import { COLUMN_SETS, type ColumnSet, nextSort, type Sort, sortTeams } from './team-columns.ts';
import { SortHeader } from './sort-header.tsx';
import { TeamName, UnattributedReasons } from './team-name.tsx';

type TeamsTableProps = {
  report: OverviewResponse;
  columns: ColumnSet;
  sort: Sort;
  onSort: (sort: Sort) => void;
};

const FIRST = 'sticky left-0 z-10 bg-card group-hover:bg-hover';

/** Teams, then «Не распределено», then totals: the rows add up to the totals for every sum. */
export function TeamsTable({ report, columns, sort, onSort }: TeamsTableProps) {
  const { t } = useTranslation();
  const format = useFormatter();
  const metrics: readonly MetricKey[] = COLUMN_SETS[columns];
  const teams = sortTeams(
    report.teams.filter((row) => row.team !== null),
    sort,
  );
  const unattributed = report.teams.filter((row) => row.team === null);
  const caption = t('teams.caption', { period: format.period(report.period.start, report.period.end) });
  const { currency } = report;
  const rowProps = { metrics, currency, scope: JSON.stringify([report.period, currency]) };
  return (
    <div className="max-h-[70vh] overflow-auto" tabIndex={0} role="region" aria-label={caption}>
      <table className="w-full border-separate border-spacing-0 text-sm">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {(['team', ...metrics] as const).map((key) => (
              <SortHeader
                key={key}
                column={key}
                currency={report.currency}
                sort={sort}
                onSort={() => onSort(nextSort(sort, key))}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {teams.map((row) => (
            <Row key={row.team?.slug} row={row} total={report.total.spend} {...rowProps} />
          ))}
          {unattributed.map((row) => (
            <Row key="unattributed" row={row} total={report.total.spend} {...rowProps} />
          ))}
        </tbody>
        <UnattributedReasons reasons={report.unattributed_reasons} span={metrics.length + 1} />
        <Totals report={report} {...rowProps} />
      </table>
    </div>
  );
}

type PartProps = {
  metrics: readonly MetricKey[];
  currency: Currency;
  /** What the table shows: a change of it is not news. */
  scope: string;
};
type RowProps = PartProps & { row: TeamRow; total: string | null };

/** Drawn again when its own figures are others: a re-read that brings the same ones draws nothing. */
const Row = memo(function TeamRowCells({ row, total, metrics, currency, scope }: RowProps) {
  const reasons = useMetricReasons();
  const spend = row.metrics.spend;
  return (
    <tr className="group h-9 hover:bg-hover pointer-coarse:h-11">
      <th
        scope="row"
        className={`${FIRST} border-t border-line pr-3 pl-4 text-left font-medium whitespace-nowrap`}
      >
        <TeamName team={row.team} />
      </th>
      {metrics.map((metric) => (
        <MetricCell
          key={metric}
          metric={metric}
          values={row.metrics}
          late={row.incomplete}
          currency={currency}
          scope={scope}
          reasons={reasons}
          team={row.team?.slug ?? 'unattributed'}
          share={metric === 'spend' && spend !== null && total !== null ? percentOf(spend, total) : null}
          className="border-t border-line"
        />
      ))}
    </tr>
  );
});

/** Sums of the rows; ratios come recomputed from the sums, by the server, never averaged. */
function Totals({ report, metrics, currency, scope }: PartProps & { report: OverviewResponse }) {
  const { t } = useTranslation();
  const reasons = useMetricReasons();
  const late = lateSources(report);
  return (
    <tfoot>
      <tr className="h-10 font-bold">
        <th
          scope="row"
          className="sticky bottom-0 left-0 z-20 border-t border-line-strong bg-card pr-3 pl-4 text-left"
        >
          {t('teams.total')}
        </th>
        {metrics.map((metric) => (
          <MetricCell
            key={metric}
            metric={metric}
            values={report.total}
            late={late}
            currency={currency}
            scope={scope}
            reasons={reasons}
            team={null}
            className="sticky! bottom-0 z-10 border-t border-line-strong bg-card"
          />
        ))}
      </tr>
    </tfoot>
  );
}
