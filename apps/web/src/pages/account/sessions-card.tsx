import type { OpenSession } from '@traffic/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { request } from '../../lib/api.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../widgets/admin/confirm.tsx';
import { Loaded } from '../../widgets/admin/loaded.tsx';
import { type Column, RowsTable } from '../../widgets/admin/rows-table.tsx';
import { SectionCard } from '../../widgets/admin/section-card.tsx';
import { deviceName } from './device-name.ts';
import { sessionsQuery } from './queries.ts';
import { useAccountTexts } from './texts.ts';

/** Where one is signed in, and a way to end it: one by one or all at once. */
export function SessionsCard() {
  const t = useAccountTexts();
  const client = useQueryClient();
  const query = useQuery(sessionsQuery);
  const end = useMutation({
    mutationFn: (id: string | null) =>
      request(id === null ? '/api/v1/sessions' : `/api/v1/sessions/${encodeURIComponent(id)}`, {
        method: 'DELETE',
      }),
    onSettled: () => client.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  });
  const others = query.data?.sessions.some((session) => !session.current) ?? false;
  return (
    <SectionCard
      title={t('sessions.title')}
      lead={t('sessions.lead')}
      padded={false}
      actions={
        others ? (
          <Confirm
            label={t('sessions.endAll')}
            title={t('sessions.endAllTitle')}
            action={t('sessions.endAll')}
            onConfirm={() => end.mutate(null)}
          >
            {t('sessions.endAllText')}
          </Confirm>
        ) : null
      }
    >
      <Loaded query={query} failed={t('sessions.failed')}>
        {({ sessions }) => <Rows sessions={sessions} onEnd={(id) => end.mutate(id)} />}
      </Loaded>
    </SectionCard>
  );
}

type RowsProps = { sessions: readonly OpenSession[]; onEnd: (id: string) => void };

function Rows({ sessions, onEnd }: RowsProps) {
  const t = useAccountTexts();
  const format = useFormatter();
  const nameOf = (session: OpenSession): string => deviceName(session.user_agent) ?? t('sessions.unknown');
  const columns: Column<OpenSession>[] = [
    {
      key: 'device',
      header: t('sessions.device'),
      className: 'min-w-32',
      cell: (session) =>
        session.current ? t('sessions.here', { device: nameOf(session) }) : nameOf(session),
    },
    {
      key: 'address',
      header: t('sessions.address'),
      className: 'min-w-26 text-ink-2 break-all',
      cell: (session) => session.address ?? t('sessions.unknown'),
    },
    {
      key: 'since',
      header: t('sessions.since'),
      className: 'whitespace-nowrap text-ink-2',
      cell: (session) => format.dateTime(session.created_at),
    },
    {
      key: 'until',
      header: t('sessions.until'),
      className: 'whitespace-nowrap text-ink-2',
      cell: (session) => format.dateTime(session.expires_at),
    },
    {
      key: 'actions',
      header: '',
      className: 'text-right',
      cell: (session) =>
        session.current ? null : (
          <Button
            look="ghost"
            aria-label={`${t('sessions.end')}: ${nameOf(session)}, ${format.dateTime(session.created_at)}`}
            onClick={() => onEnd(session.id)}
          >
            {t('sessions.end')}
          </Button>
        ),
    },
  ];
  return (
    <RowsTable
      name="sessions"
      caption={t('sessions.title')}
      columns={columns}
      rows={sessions}
      rowKey={({ id }) => id}
    />
  );
}
