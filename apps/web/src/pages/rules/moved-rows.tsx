import type { MovedResponse, RuleRunSummary, TeamRef } from '@traffic/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Button } from '../../ui/button.tsx';
import { Figure } from '../../ui/figure.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { TeamDot } from '../../ui/team-mark.tsx';
import { WidgetError } from '../../ui/widget-error.tsx';
import { type Column, RowsTable } from '../../widgets/admin/rows-table.tsx';
import { useAdminTexts } from '../../widgets/admin/texts.ts';
import { type MovedKind, movedQuery } from './queries.ts';
import { useRulesTexts } from './texts.ts';

type Moved = MovedResponse['moved'][number];
const KINDS: readonly MovedKind[] = ['sale', 'lead', 'spend'];

/** Every sale, lead and day of spend that would change its team, from which to which, and why. */
export function MovedRows({ run, moved }: { run: string; moved: RuleRunSummary['moved'] }) {
  const t = useRulesTexts();
  const text = useAdminTexts();
  const format = useFormatter();
  const search = useSearch({ from: '/signed-in/teams' });
  const navigate = useNavigate({ from: '/teams' });
  const counts: Record<MovedKind, number> = { sale: moved.sales, lead: moved.leads, spend: moved.ad_days };
  const kind = search.moved ?? KINDS.find((name) => counts[name] > 0) ?? 'sale';
  const rows = useInfiniteQuery(movedQuery(run, kind));
  const columns = useColumns(kind);
  const shown = rows.data?.pages.flatMap((page) => page.moved) ?? [];
  return (
    <div className="border-t border-line">
      <div className="flex flex-wrap items-center justify-between gap-2 p-4 pb-3">
        <h3 className="font-medium">{t('moved.title')}</h3>
        <Segmented
          label={t('moved.title')}
          value={kind}
          options={KINDS.map((value) => ({
            value,
            label: `${t(`moved.${value}`)} ${format.number(counts[value])}`,
          }))}
          onChange={(next) =>
            void navigate({ search: (old) => ({ ...old, moved: next }), resetScroll: false })
          }
        />
      </div>
      {rows.error ? (
        <WidgetError title={t('error.moved')} error={rows.error} onRetry={() => void rows.refetch()} />
      ) : shown.length === 0 ? (
        <p className="px-4 pb-4 text-sm text-ink-2">{rows.data ? t('moved.none') : ''}</p>
      ) : (
        <RowsTable
          name="moved"
          caption={t('moved.title')}
          columns={columns}
          rows={shown}
          rowKey={(row) => row.id}
          maxHeight={400}
        />
      )}
      {rows.hasNextPage ? (
        <div className="border-t border-line p-3">
          <Button onClick={() => void rows.fetchNextPage()} disabled={rows.isFetchingNextPage}>
            {text('more')}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function useColumns(kind: MovedKind): Column<Moved>[] {
  const t = useRulesTexts();
  const format = useFormatter();
  const amount: Column<Moved> = {
    key: 'amount',
    header: t('moved.amount'),
    numeric: true,
    sortBy: (row) => (row.amount === null ? null : Number(row.amount)),
    cell: (row) =>
      row.amount === null ? '—' : <Figure value={row.amount}>{format.number(row.amount)}</Figure>,
  };
  return [
    { key: 'id', header: t('moved.id'), className: 'max-w-52 truncate', cell: (row) => row.id },
    {
      key: 'from',
      header: t('moved.from'),
      sortBy: (row) => row.from?.name ?? null,
      cell: (row) => <Side team={row.from} />,
    },
    {
      key: 'to',
      header: t('moved.to'),
      sortBy: (row) => row.to?.name ?? null,
      cell: (row) => <Side team={row.to} />,
    },
    ...(kind === 'lead' ? [] : [amount]),
    {
      key: 'tag',
      header: t('moved.tag'),
      className: 'max-w-56 truncate text-ink-2',
      cell: (row) => [row.utm_source, row.utm_campaign].filter(Boolean).join(' · ') || '—',
    },
    {
      key: 'at',
      header: t('moved.at'),
      className: 'whitespace-nowrap text-ink-2',
      sortBy: (row) => row.at,
      cell: (row) => (kind === 'spend' ? format.day(row.at, true) : format.dateTime(row.at)),
    },
  ];
}

function Side({ team }: { team: TeamRef | null }) {
  const t = useRulesTexts();
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap">
      <TeamDot color={team?.color ?? 'var(--line-strong)'} />
      {team?.name ?? t('unattributed')}
    </span>
  );
}
