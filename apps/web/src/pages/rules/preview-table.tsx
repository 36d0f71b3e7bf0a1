import type { RuleRunSummary } from '@traffic/contract';
import { useFormatter } from '../../lib/use-formatter.ts';
import { subtract } from '../../lib/decimal.ts';
import { Figure } from '../../ui/figure.tsx';
import { TeamDot } from '../../ui/team-mark.tsx';
import { type Column, RowsTable } from '../../widgets/admin/rows-table.tsx';
import { useRulesTexts } from './texts.ts';

type TeamRow = RuleRunSummary['teams'][number];
const FIGURES = ['sales', 'revenue', 'leads', 'spend'] as const;

/** What each team has now and would have: the whole history, «Не распределено» included. */
export function PreviewTable({ summary }: { summary: RuleRunSummary }) {
  const t = useRulesTexts();
  const changed = summary.teams.filter(({ before, after }) =>
    FIGURES.some((key) => before[key] !== after[key]),
  );
  const columns: Column<TeamRow>[] = [
    {
      key: 'team',
      header: t('rule.team'),
      sortBy: ({ team }) => team?.name ?? null,
      cell: ({ team }) => (
        <span className="inline-flex items-center gap-2 whitespace-nowrap">
          <TeamDot color={team?.color ?? 'var(--line-strong)'} />
          {team?.name ?? t('unattributed')}
        </span>
      ),
    },
    ...FIGURES.map(
      (key): Column<TeamRow> => ({
        key,
        header: t(`figure.${key}`),
        numeric: true,
        sortBy: ({ before, after }) => Number(after[key]) - Number(before[key]),
        cell: ({ before, after }) => <Change before={String(before[key])} after={String(after[key])} />,
      }),
    ),
  ];
  return (
    <RowsTable
      name="preview"
      caption={t('preview.caption')}
      columns={columns}
      rows={changed}
      rowKey={({ team }) => team?.slug ?? 'unattributed'}
    />
  );
}

/** «120 → 131  +11»: what is, what would be, and the difference; grey when nothing changes. */
function Change({ before, after }: { before: string; after: string }) {
  const t = useRulesTexts();
  const format = useFormatter();
  const difference = subtract(after, before);
  const sign = Number(difference) > 0 ? '+' : '';
  if (Number(difference) === 0)
    return (
      <Figure value={after} className="text-ink-2">
        {format.number(after)}
      </Figure>
    );
  return (
    <span className="inline-flex flex-wrap items-baseline justify-end gap-x-1.5">
      <span className="text-ink-2">{format.number(before)}</span>
      <span aria-hidden="true" className="text-ink-2">
        →
      </span>
      <span className="sr-only">{t('preview.becomes')}</span>
      <Figure value={after} className="font-medium">
        {format.number(after)}
      </Figure>
      <span className="min-w-12 text-xs text-ink-2">
        {sign}
        {format.number(difference)}
      </span>
    </span>
  );
}
