import type { MetricKey, OverviewResponse, TeamRow } from '@traffic/contract';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { metricCell, metricUnit, useMetricReasons } from '../../lib/metric-text.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Figure, Unknown } from '../../ui/figure.tsx';
import { RowsLink } from '../../widgets/rows-link.tsx';
import { ReportCard } from '../../widgets/report-card.tsx';
import { type ReportColumn, ReportTable } from '../../widgets/report-table.tsx';
import { lateSources } from '../../widgets/source-problems.ts';
import { TeamName } from '../../widgets/team-name.tsx';
import { useFunnelTexts } from './texts.ts';

const METRICS = [
  'clicks',
  'leads',
  'cpl',
  'express_persons',
  'cr_lead_express',
  'flagman_persons',
  'cr_express_flagman',
] as const satisfies readonly MetricKey[];

type Row = Pick<TeamRow, 'team' | 'metrics' | 'incomplete'> & { total?: boolean };

/** The same stages team by team; rows and «Не распределено» add up to the total. */
export function TeamFunnels({ report }: { report: UseQueryResult<OverviewResponse> }) {
  const text = useFunnelTexts();
  const format = useFormatter();
  return (
    <ReportCard title={text('byTeam.title')} errorTitle={text('stages.error')} query={report} heightPx={320}>
      {(data) => (
        <Table
          data={data}
          caption={text('byTeam.caption', { period: format.period(data.period.start, data.period.end) })}
        />
      )}
    </ReportCard>
  );
}

function Table({ data, caption }: { data: OverviewResponse; caption: string }) {
  const { t } = useTranslation();
  const format = useFormatter();
  const reasons = useMetricReasons();
  const columns: ReportColumn<Row>[] = [
    {
      key: 'team',
      header: t('teams.team'),
      cell: (row) => (row.total ? t('teams.total') : <TeamName team={row.team} />),
    },
    ...METRICS.map((metric): ReportColumn<Row> => {
      const unit = metricUnit(metric, data.currency);
      return {
        key: metric,
        header: `${t(`metric.${metric}`)}${unit ? `, ${unit}` : ''}`,
        className: (row) => (reasons.incomplete(metric, row.incomplete) ? 'hatched' : ''),
        cell: ({ team, total, metrics, incomplete }) => {
          const value = metrics[metric];
          if (value === null) return <Unknown reason={reasons.unknown(metric, metrics) ?? ''} />;
          return (
            <RowsLink of={metric} team={total ? undefined : (team?.slug ?? 'unattributed')} tall>
              <Figure value={value} title={reasons.incomplete(metric, incomplete) ?? undefined}>
                {metricCell(metric, value, data.currency, format)}
              </Figure>
            </RowsLink>
          );
        },
      };
    }),
  ];
  return (
    <ReportTable
      caption={caption}
      columns={columns}
      rows={data.teams}
      keyOf={(row) => row.team?.slug ?? 'unattributed'}
      total={{ team: null, metrics: data.total, incomplete: lateSources(data), total: true }}
    />
  );
}
