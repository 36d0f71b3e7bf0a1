import type { NewValuesResponse } from '@traffic/contract';
import { useQuery } from '@tanstack/react-query';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Button } from '../../ui/button.tsx';
import { Figure } from '../../ui/figure.tsx';
import { WidgetError } from '../../ui/widget-error.tsx';
import { useMayChange } from '../../widgets/admin/admin-only.tsx';
import { type Column, RowsTable } from '../../widgets/admin/rows-table.tsx';
import { SectionCard } from '../../widgets/admin/section-card.tsx';
import { newValuesQuery } from './queries.ts';
import type { RuleSeed } from './rule-form.tsx';
import { useRulesTexts } from './texts.ts';

type Value = NewValuesResponse['values'][number];

/** Tags of the last 30 days that no rule, known ad or own channel speaks of, with the sales they carry. */
export function NewValues({ onAssign }: { onAssign: (seed: RuleSeed) => void }) {
  const t = useRulesTexts();
  const values = useQuery(newValuesQuery);
  const columns = useColumns(onAssign);
  return (
    <SectionCard title={t('values.title')} lead={t('values.lead')} padded={false} busy={values.isFetching}>
      {values.error ? (
        <div className="p-4">
          <WidgetError title={t('error.values')} error={values.error} onRetry={() => void values.refetch()} />
        </div>
      ) : null}
      {values.data?.values.length === 0 ? (
        <p className="border-t border-line p-4 text-ink-2">{t('values.none')}</p>
      ) : null}
      {values.data && values.data.values.length > 0 ? (
        <RowsTable
          name="values"
          caption={t('values.title')}
          columns={columns}
          rows={values.data.values}
          rowKey={(row) => `${row.field} ${row.value}`}
          maxHeight={560}
        />
      ) : null}
    </SectionCard>
  );
}

function useColumns(onAssign: (seed: RuleSeed) => void): Column<Value>[] {
  const t = useRulesTexts();
  const format = useFormatter();
  const mayChange = useMayChange();
  const columns: Column<Value>[] = [
    {
      key: 'value',
      header: t('rule.value'),
      className: 'max-w-72 min-w-32 break-words',
      sortBy: (row) => row.value,
      cell: (row) => row.value,
    },
    {
      key: 'field',
      header: t('rule.where'),
      className: 'whitespace-nowrap text-ink-2',
      sortBy: (row) => row.field,
      cell: (row) => row.field,
    },
    ...(['touches', 'sales', 'revenue'] as const).map(
      (key): Column<Value> => ({
        key,
        header: t(`values.${key}`),
        numeric: true,
        sortBy: (row) => Number(row[key]),
        cell: (row) => <Figure value={row[key]}>{format.number(row[key])}</Figure>,
      }),
    ),
    {
      key: 'last',
      header: t('values.last'),
      className: 'whitespace-nowrap text-ink-2',
      sortBy: (row) => row.last_seen,
      cell: (row) => format.dateTime(row.last_seen),
    },
  ];
  if (mayChange)
    columns.push({
      key: 'assign',
      header: '',
      className: 'text-right',
      cell: (row) => (
        <Button
          aria-label={`${t('values.assign')}: ${row.value}`}
          onClick={() => onAssign({ rule: null, field: row.field, value: row.value })}
        >
          {t('values.assign')}
        </Button>
      ),
    });
  return columns;
}
