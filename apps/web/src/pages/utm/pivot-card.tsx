import { UTM_FIELDS, type UtmField, type UtmFigures, type UtmResponse } from '@traffic/contract';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useReportSearch } from '../../app/use-report.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Figure, Unknown } from '../../ui/figure.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Select } from '../../widgets/admin/form.tsx';
import { EmptyRows } from '../../widgets/empty-report.tsx';
import type { RowsTarget } from '../../lib/rows-of.ts';
import { RowsLink } from '../../widgets/rows-link.tsx';
import { ReportCard } from '../../widgets/report-card.tsx';
import { type ReportColumn, ReportTable } from '../../widgets/report-table.tsx';
import { UTM_SORTS, type UtmSort } from './choices.ts';
import { pivotQuery } from './queries.ts';
import { useUtmTexts } from './texts.ts';

type Choice = { by?: UtmField; second?: UtmField | undefined; sort?: UtmSort };
type PivotCardProps = {
  team: string | undefined;
  by: UtmField;
  second: UtmField | undefined;
  sort: UtmSort;
  onChange: (choice: Choice) => void;
};

/** Leads and sales by one or two tags; rows + the rest = the total. */
export function PivotCard({ team, by, second, sort, onChange }: PivotCardProps) {
  const { t } = useTranslation();
  const text = useUtmTexts();
  const format = useFormatter();
  const fields = second === undefined || second === by ? [by] : [by, second];
  const query = useQuery(pivotQuery(useReportSearch(), { team, by: fields, sort }));
  return (
    <ReportCard
      title={text('pivot.title')}
      hint={text('pivot.hint')}
      errorTitle={text('pivot.error')}
      query={query}
      heightPx={420}
      controls={
        <div className="flex flex-wrap items-center gap-2 text-sm">
          <FieldSelect
            label={text('pivot.by')}
            value={by}
            onChange={(next) => onChange({ by: next ?? by })}
          />
          <FieldSelect
            label={text('pivot.second')}
            value={second}
            nothing={text('pivot.nothing')}
            onChange={(next) => onChange({ second: next })}
          />
          <Segmented
            label={text('pivot.sort')}
            value={sort}
            options={UTM_SORTS.map((value) => ({ value, label: t(`metric.${value}`) }))}
            onChange={(next) => onChange({ sort: next })}
          />
        </div>
      }
    >
      {(report) => {
        const period = format.period(report.period.start, report.period.end);
        if (report.rows.length === 0)
          return (
            <EmptyRows report={report} needs={['landing', 'amocrm']}>
              {text('pivot.none', { period })}
            </EmptyRows>
          );
        return <Pivot report={report} team={team} caption={text('pivot.caption', { period })} />;
      }}
    </ReportCard>
  );
}

type FieldSelectProps = {
  label: string;
  value: UtmField | undefined;
  nothing?: string;
  onChange: (field: UtmField | undefined) => void;
};

function FieldSelect({ label, value, nothing, onChange }: FieldSelectProps) {
  return (
    <label className="flex items-center gap-1.5 text-ink-2">
      {label}
      <Select
        value={value ?? ''}
        onChange={(event) => onChange(UTM_FIELDS.find((field) => field === event.target.value))}
        className="h-8! w-36!"
      >
        {nothing === undefined ? null : <option value="">{nothing}</option>}
        {UTM_FIELDS.map((field) => (
          <option key={field} value={field}>
            {field}
          </option>
        ))}
      </Select>
    </label>
  );
}

type Row = { key: string; values: (string | null)[]; figures: UtmFigures };
const COUNTS = ['leads', 'sales', 'express_purchases', 'flagman_purchases'] as const;
const ROWS = {
  leads: { to: '/leads' },
  sales: { to: '/sales', narrow: { rows: 'counted' } },
  express_purchases: { to: '/sales', narrow: { rows: 'counted', product: 'express' } },
  flagman_purchases: { to: '/sales', narrow: { rows: 'counted', product: 'flagman' } },
} as const satisfies Record<(typeof COUNTS)[number], RowsTarget>;

type RowsProps = {
  row: Row;
  by: readonly UtmField[];
  of: RowsTarget & { to: '/leads' | '/sales' };
  team: string | undefined;
  children: ReactNode;
};

/** The leads or sales of one row of the pivot; «Ещё N» is of many values and has no list of its own. */
function Rows({ row, by, of, team, children }: RowsProps) {
  if (row.key === 'rest') return children;
  const tags =
    row.key === 'total' ? {} : Object.fromEntries(by.map((field, index) => [field, row.values[index] ?? '']));
  return (
    <RowsLink of={{ to: of.to, narrow: { ...of.narrow, ...tags } }} team={team} tall>
      {children}
    </RowsLink>
  );
}

type PivotProps = { report: UtmResponse; team: string | undefined; caption: string };

function Pivot({ report, team, caption }: PivotProps) {
  const { t } = useTranslation();
  const text = useUtmTexts();
  const format = useFormatter();
  const columns: ReportColumn<Row>[] = [
    ...report.by.map(
      (field, index): ReportColumn<Row> => ({
        key: field,
        header: field,
        words: true,
        cell: ({ values }) => (
          <span className="block max-w-72 truncate" title={values[index] ?? undefined}>
            {values[index] ?? <span className="text-ink-2">{text('pivot.empty')}</span>}
          </span>
        ),
      }),
    ),
    ...COUNTS.map(
      (key): ReportColumn<Row> => ({
        key,
        header: t(`metric.${key}`),
        cell: (row) => {
          const value = row.figures[key];
          if (value === null) return <Unknown reason={text('pivot.unknownLeads')} />;
          return (
            <Rows row={row} by={report.by} of={ROWS[key]} team={team}>
              <Figure value={value}>{format.number(value)}</Figure>
            </Rows>
          );
        },
      }),
    ),
    {
      key: 'revenue',
      header: t('metric.revenue'),
      cell: (row) => (
        <Rows row={row} by={report.by} of={ROWS.sales} team={team}>
          <Figure value={row.figures.revenue}>{format.money(row.figures.revenue, report.currency)}</Figure>
        </Rows>
      ),
    },
    {
      key: 'aov',
      header: text('pivot.average'),
      cell: ({ figures: { aov } }) =>
        aov === null ? (
          <Unknown reason={text('pivot.unknownAmount')} />
        ) : (
          <Figure value={aov}>{format.money(aov, report.currency)}</Figure>
        ),
    },
  ];
  const padded = (first: string) => report.by.map((_, index) => (index === 0 ? first : ''));
  const rows: Row[] = report.rows.map((row) => ({ ...row, key: JSON.stringify(row.values) }));
  const rest: Row[] =
    report.rest.rows > 0
      ? [
          {
            key: 'rest',
            values: padded(text('pivot.rest', { n: format.number(report.rest.rows) })),
            figures: report.rest.figures,
          },
        ]
      : [];
  return (
    <ReportTable
      caption={caption}
      columns={columns}
      rows={[...rows, ...rest]}
      keyOf={(row) => row.key}
      total={{ key: 'total', values: padded(text('pivot.total')), figures: report.total }}
    />
  );
}
