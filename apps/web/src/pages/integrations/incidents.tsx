import type { Incident } from '@traffic/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useReportSearch } from '../../app/use-report.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import { TeamMark } from '../../ui/team-mark.tsx';
import { Select } from '../../widgets/admin/form.tsx';
import { PagedRows } from '../../widgets/admin/paged-rows.tsx';
import type { Column } from '../../widgets/admin/rows-table.tsx';
import { SectionCard } from '../../widgets/admin/section-card.tsx';
import { Status } from '../../widgets/admin/status.tsx';
import { incidentsQuery } from './queries.ts';
import { useIntegrationsTexts } from './texts.ts';
import { serviceName } from './verdict.tsx';

const STATES = ['open', 'closed'] as const;

/** What was broken in the period: why, what it did to the figures, whose it was, for how long. */
export function Incidents() {
  const t = useIntegrationsTexts();
  const state = useSearch({ from: '/signed-in/integrations' }).alarms;
  const query = useInfiniteQuery(incidentsQuery(useReportSearch(), state));
  const columns = useColumns();
  return (
    <SectionCard
      title={t('incidents.title')}
      lead={t('incidents.lead')}
      padded={false}
      busy={query.isPlaceholderData}
      actions={<StateFilter state={state} />}
    >
      <PagedRows
        query={query}
        rowsOf={(page) => page.incidents}
        name="incidents"
        caption={t('incidents.title')}
        columns={columns}
        rowKey={({ id }) => id}
        none={t('incidents.none')}
        failed={t('error.alarms')}
      />
    </SectionCard>
  );
}

function StateFilter({ state }: { state: (typeof STATES)[number] | undefined }) {
  const t = useIntegrationsTexts();
  const navigate = useNavigate({ from: '/integrations' });
  return (
    <Select
      aria-label={t('incidents.state')}
      value={state ?? ''}
      onChange={(event) => {
        const alarms = STATES.find((one) => one === event.target.value);
        void navigate({ search: (old) => ({ ...old, alarms }), resetScroll: false });
      }}
      className="w-48!"
    >
      <option value="">{t('incidents.any')}</option>
      {STATES.map((one) => (
        <option key={one} value={one}>
          {t(`incidents.${one}`)}
        </option>
      ))}
    </Select>
  );
}

function useColumns(): Column<Incident>[] {
  const t = useIntegrationsTexts();
  const format = useFormatter();
  return [
    {
      key: 'what',
      header: t('incidents.what'),
      className: 'min-w-64',
      cell: (row) => (
        <>
          {row.message}
          <span className="block text-xs font-normal text-ink-2">{row.affected}</span>
        </>
      ),
    },
    {
      key: 'state',
      header: t('incidents.state'),
      sortBy: (row) => (row.closed_at === null ? 0 : 1),
      cell: (row) => (
        <Status tone={row.closed_at === null ? (row.critical ? 'bad' : 'warn') : 'good'}>
          {t(row.closed_at === null ? 'incidents.isOpen' : 'incidents.isOver')}
        </Status>
      ),
    },
    {
      key: 'source',
      header: t('incidents.source'),
      className: 'whitespace-nowrap',
      sortBy: (row) => row.source,
      cell: (row) => serviceName(t, row.source),
    },
    {
      key: 'owner',
      header: t('incidents.owner'),
      className: 'whitespace-nowrap',
      cell: (row) => (row.owner ? <TeamMark team={row.owner} /> : t('incidents.admins')),
    },
    {
      key: 'opened',
      header: t('incidents.opened'),
      className: 'whitespace-nowrap text-ink-2',
      sortBy: (row) => row.opened_at,
      cell: (row) => format.dateTime(row.opened_at),
    },
    {
      key: 'closed',
      header: t('incidents.ended'),
      className: 'whitespace-nowrap text-ink-2',
      sortBy: (row) => row.closed_at,
      cell: (row) => (row.closed_at === null ? '—' : format.dateTime(row.closed_at)),
    },
    {
      key: 'minutes',
      header: t('incidents.minutes'),
      numeric: true,
      sortBy: (row) => row.minutes,
      cell: (row) => format.number(row.minutes),
    },
  ];
}
