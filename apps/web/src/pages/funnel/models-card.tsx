import { useQuery } from '@tanstack/react-query';
import { CREDIT_MODELS } from '@traffic/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useReportSearch } from '../../app/use-report.ts';
import { sum } from '../../lib/decimal.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Figure } from '../../ui/figure.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { RowsLink } from '../../widgets/rows-link.tsx';
import { ReportCard } from '../../widgets/report-card.tsx';
import { type ReportColumn, ReportTable } from '../../widgets/report-table.tsx';
import { TeamName } from '../../widgets/team-name.tsx';
import { type Models, modelsQuery } from './queries.ts';
import { useFunnelTexts } from './texts.ts';

const COLUMNS = ['credit', ...CREDIT_MODELS] as const;
type Shown = 'sales' | 'revenue';
type Row = Models['rows'][number] & { total?: boolean };

/** The system's decision beside five models over the same sales: every column has one and the same total. */
export function ModelsCard() {
  const text = useFunnelTexts();
  const [shown, setShown] = useState<Shown>('sales');
  const query = useQuery(modelsQuery(useReportSearch()));
  return (
    <ReportCard
      title={text('models.title')}
      hint={text('models.hint')}
      errorTitle={text('models.error')}
      query={query}
      heightPx={320}
      controls={
        <Segmented
          label={text('models.show')}
          value={shown}
          options={(['sales', 'revenue'] as const).map((value) => ({
            value,
            label: text(`models.${value}`),
          }))}
          onChange={setShown}
        />
      }
    >
      {(report) => <ModelsTable report={report} shown={shown} />}
    </ReportCard>
  );
}

function ModelsTable({ report, shown }: { report: Models; shown: Shown }) {
  const { t } = useTranslation();
  const text = useFunnelTexts();
  const format = useFormatter();
  /** Only a model that shares sales out in parts needs a decimal; a column is printed one way all through. */
  const decimals = (model: (typeof COLUMNS)[number]) =>
    report.rows.every((row) => Number.isInteger(Number(row[model].sales))) ? 0 : 1;
  const print = (value: string, model: (typeof COLUMNS)[number]) =>
    shown === 'sales' ? format.number(value, decimals(model)) : format.money(value, report.currency);
  const columns: ReportColumn<Row>[] = [
    {
      key: 'team',
      header: t('teams.team'),
      cell: (row) => (row.total ? t('teams.total') : <TeamName team={row.team} />),
    },
    ...COLUMNS.map(
      (model): ReportColumn<Row> => ({
        key: model,
        header: text(`models.${model}`),
        cell: (row) => {
          const figure = <Figure value={row[model][shown]}>{print(row[model][shown], model)}</Figure>;
          // The models share sales out in parts: only the decision of the system has rows of its own.
          if (model !== 'credit') return figure;
          return (
            <RowsLink
              of={{ to: '/sales' }}
              team={row.total ? undefined : (row.team?.slug ?? 'unattributed')}
              tall
            >
              {figure}
            </RowsLink>
          );
        },
      }),
    ),
  ];
  const { start, end } = report.period;
  return (
    <ReportTable
      caption={text('models.caption', { period: format.period(start, end) })}
      columns={columns}
      rows={report.rows}
      keyOf={(row) => row.team?.slug ?? 'unattributed'}
      total={totalOf(report.rows)}
    />
  );
}

function totalOf(rows: Models['rows']): Row {
  const figures = (model: (typeof COLUMNS)[number]) => ({
    sales: sum(rows.map((row) => row[model].sales)),
    revenue: sum(rows.map((row) => row[model].revenue)),
  });
  return {
    team: null,
    total: true,
    credit: figures('credit'),
    first: figures('first'),
    last: figures('last'),
    linear: figures('linear'),
    position: figures('position'),
    time_decay: figures('time_decay'),
  };
}
