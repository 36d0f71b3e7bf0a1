import type { LeadRow } from '@traffic/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useReportSearch } from '../../app/use-report.ts';
import { lengthDays } from '../../lib/period.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import { useKept } from '../../lib/use-kept.ts';
import { Figure } from '../../ui/figure.tsx';
import { TeamMark } from '../../ui/team-mark.tsx';
import { useMayChange } from '../../widgets/admin/admin-only.tsx';
import { isFiltered, NO_FILTER, RecordFilters } from '../../widgets/records/record-filters.tsx';
import { useFilter } from '../../widgets/records/use-filter.ts';
import { RecordList } from '../../widgets/records/record-list.tsx';
import type { ListColumn } from '../../widgets/records/virtual-table.tsx';
import { LeadDrawer } from './lead-drawer.tsx';
import { leadsQuery } from './queries.ts';
import { SyncLeads } from './sync-leads.tsx';
import { useLeadsTexts } from './texts.ts';

/** «Лиды»: the list behind the metric, with what became of each, and the story of the one that is opened. */
export function LeadsPage() {
  const { t } = useTranslation();
  const text = useLeadsTexts();
  const format = useFormatter();
  const filter = useFilter('/signed-in/leads');
  const { lead } = useSearch({ from: '/signed-in/leads' });
  const navigate = useNavigate({ from: '/leads' });
  const query = useKept(useInfiniteQuery(leadsQuery(useReportSearch(), filter)));
  const head = query.data?.pages[0];
  const open = (id: string | undefined): void => {
    void navigate({ search: (old) => ({ ...old, lead: id }), resetScroll: false });
  };
  const days = head ? format.counted(lengthDays(head.period), t('period.days')) : '';
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div className="flex flex-wrap items-baseline gap-x-4">
          <h1 className="text-xl font-bold">{text('title')}</h1>
          {head && head.total !== null && head.leads.length > 0 ? (
            <p className="text-sm text-ink-2">
              {text('over', { leads: format.counted(head.total, text('words')), days })}
            </p>
          ) : null}
        </div>
        {useMayChange() ? <SyncLeads /> : null}
      </div>
      <RecordFilters
        report="leads"
        filter={filter}
        onFilter={(next) => void navigate({ search: (old) => ({ ...old, ...next }), replace: true })}
      />
      <RecordList
        caption={text('caption', { period: head ? format.period(head.period.start, head.period.end) : '' })}
        errorTitle={text('error')}
        query={query}
        columns={useColumns(open)}
        rowsOf={(page) => page.leads}
        keyOf={(row: LeadRow) => row.id}
        total={head?.total ?? null}
        empty={text('none')}
        needs={['landing']}
        onReset={
          isFiltered(filter)
            ? () => void navigate({ search: (old) => ({ ...old, ...NO_FILTER }) })
            : undefined
        }
      />
      <LeadDrawer id={lead} onClose={() => open(undefined)} />
    </>
  );
}

function useColumns(open: (id: string) => void): ListColumn<LeadRow>[] {
  const { t } = useTranslation();
  const text = useLeadsTexts();
  const format = useFormatter();
  return [
    {
      key: 'name',
      widthPx: 190,
      header: text('name'),
      cell: ({ id, name }) => (
        <button
          type="button"
          onClick={() => open(id)}
          className="block h-9 w-full truncate text-left decoration-line-strong underline-offset-4 hover:underline pointer-coarse:h-11"
        >
          {name ?? text('noName')}
        </button>
      ),
    },
    {
      key: 'date',
      widthPx: 150,
      header: text('date'),
      words: true,
      cell: (row) => <span className="text-ink-2">{format.dateTime(row.created_at)}</span>,
    },
    {
      key: 'team',
      widthPx: 150,
      header: text('team'),
      words: true,
      cell: ({ team }) =>
        team ? <TeamMark team={team} /> : <span className="text-ink-2">{t('teams.unattributed')}</span>,
    },
    {
      key: 'source',
      widthPx: 210,
      header: text('source'),
      words: true,
      cell: (row) => (
        <span className="block truncate" title={row.utm_campaign ?? undefined}>
          {row.utm_source ?? <span className="text-ink-2">{text('noTag')}</span>}
          {row.utm_campaign ? <span className="text-ink-2"> · {row.utm_campaign}</span> : null}
        </span>
      ),
    },
    { key: 'form', widthPx: 150, header: text('form'), words: true, cell: ({ form }) => form },
    {
      key: 'contact',
      widthPx: 160,
      header: text('contact'),
      words: true,
      cell: ({ phone, email }) => phone ?? email,
    },
    {
      key: 'email',
      widthPx: 110,
      header: text('email'),
      words: true,
      cell: (row) => <State value={row.email_state} />,
    },
    {
      key: 'sms',
      widthPx: 100,
      header: text('sms'),
      words: true,
      cell: (row) => <State value={row.sms_state} />,
    },
    {
      key: 'crm',
      widthPx: 110,
      header: text('crm'),
      words: true,
      cell: ({ deal_id }) => deal_id ?? <span className="text-ink-2">{text('notSent')}</span>,
    },
    {
      key: 'sales',
      widthPx: 90,
      header: text('sales'),
      cell: ({ sales }) => (
        <Figure value={sales} className={sales === 0 ? 'text-ink-2' : 'font-medium'}>
          {format.number(sales)}
        </Figure>
      ),
    },
  ];
}

function State({ value }: { value: 'sent' | 'opened' | null }) {
  const text = useLeadsTexts();
  return value === null ? <span className="text-ink-2">{text('notSent')}</span> : text(value);
}
