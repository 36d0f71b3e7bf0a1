import type { Invite } from '@traffic/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { request } from '../../lib/api.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import { TeamMark } from '../../ui/team-mark.tsx';
import { Confirm } from '../../widgets/admin/confirm.tsx';
import { Loaded } from '../../widgets/admin/loaded.tsx';
import { type Column, RowsTable } from '../../widgets/admin/rows-table.tsx';
import { useAccessTexts } from './access-texts.ts';
import { invitesQuery, usersQuery } from './queries.ts';
import { useSettingsTexts } from './texts.ts';

/** Who was invited and has not come yet; nothing when there is nobody. */
export function Invites() {
  const access = useAccessTexts();
  const query = useQuery(invitesQuery);
  if (query.data?.invites.length === 0) return null;
  return (
    <>
      <h3 className="border-t border-line px-4 pt-4 pb-2 font-bold">{access('invite.waiting')}</h3>
      <Loaded query={query} failed={access('invite.failed')}>
        {({ invites }) => <InviteRows invites={invites} />}
      </Loaded>
    </>
  );
}

function InviteRows({ invites }: { invites: readonly Invite[] }) {
  const { t: core } = useTranslation();
  const t = useSettingsTexts();
  const access = useAccessTexts();
  const format = useFormatter();
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: (id: string) => request(`/api/v1/invites/${id}`, { method: 'DELETE' }),
    onSettled: () => client.invalidateQueries({ queryKey: usersQuery.queryKey }),
  });
  const columns: Column<Invite>[] = [
    { key: 'email', header: t('users.email'), cell: (invite) => invite.email },
    {
      key: 'role',
      header: t('users.role'),
      className: 'whitespace-nowrap',
      cell: (invite) => core(`role.${invite.role}`),
    },
    {
      key: 'team',
      header: t('users.team'),
      cell: (invite) => (invite.team ? <TeamMark team={invite.team} /> : '—'),
    },
    {
      key: 'expires',
      header: access('invite.expires'),
      className: 'whitespace-nowrap text-ink-2',
      cell: (invite) => format.dateTime(invite.expires_at),
    },
    {
      key: 'actions',
      header: '',
      className: 'text-right',
      cell: (invite) => (
        <Confirm
          label={access('invite.revoke')}
          title={access('invite.revokeTitle', { email: invite.email })}
          action={access('invite.revoke')}
          look="ghost"
          onConfirm={() => revoke.mutate(invite.id)}
        >
          {access('invite.revokeText')}
        </Confirm>
      ),
    },
  ];
  return (
    <RowsTable
      name="invites"
      caption={access('invite.waiting')}
      columns={columns}
      rows={invites}
      rowKey={({ id }) => id}
    />
  );
}
