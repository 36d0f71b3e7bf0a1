import type { ChangeUserRequest, UserAccount } from '@traffic/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../app/use-session.ts';
import { request } from '../../lib/api.ts';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { TeamMark } from '../../ui/team-mark.tsx';
import { Confirm } from '../../widgets/admin/confirm.tsx';
import { FormError } from '../../widgets/admin/form.tsx';
import { type Column, RowsTable } from '../../widgets/admin/rows-table.tsx';
import { SectionCard } from '../../widgets/admin/section-card.tsx';
import { Status } from '../../widgets/admin/status.tsx';
import { useAdminTexts } from '../../widgets/admin/texts.ts';
import { useRefusal } from '../../widgets/admin/use-refusal.ts';
import { Loaded } from '../../widgets/admin/loaded.tsx';
import { Invites } from './invites.tsx';
import { usersQuery } from './queries.ts';
import { useSettingsTexts } from './texts.ts';
import { UserAccess } from './user-access.tsx';
import { InviteForm, RoleForm } from './user-forms.tsx';

/** Who may come in, in which role, and who no longer may. */
export function Users() {
  const t = useSettingsTexts();
  const text = useAdminTexts();
  const query = useQuery(usersQuery);
  const [edited, setEdited] = useState<UserAccount | 'new' | null>(null);
  const close = (): void => setEdited(null);
  return (
    <SectionCard
      title={t('users.title')}
      lead={t('users.lead')}
      padded={false}
      actions={
        <Button look="primary" onClick={() => setEdited('new')}>
          {t('users.add')}
        </Button>
      }
    >
      <Loaded query={query} failed={t('error.users')}>
        {({ users }) => <UserRows users={users} onEdit={setEdited} />}
      </Loaded>
      <Invites />
      <Sheet
        side="right"
        title={edited === 'new' || edited === null ? t('users.newTitle') : edited.name}
        closeLabel={text('close')}
        open={edited !== null}
        onClose={close}
      >
        {edited === 'new' ? <InviteForm onDone={close} /> : null}
        {edited !== null && edited !== 'new' ? (
          <>
            <RoleForm user={edited} onDone={close} />
            <UserAccess user={edited} />
          </>
        ) : null}
      </Sheet>
    </SectionCard>
  );
}

type UserRowsProps = { users: readonly UserAccount[]; onEdit: (user: UserAccount) => void };

function UserRows({ users, onEdit }: UserRowsProps) {
  const { t: core } = useTranslation();
  const t = useSettingsTexts();
  const text = useAdminTexts();
  const self = useSession().user;
  const disable = useDisable();
  const refusal = useRefusal(disable.error);
  const columns: Column<UserAccount>[] = [
    {
      key: 'name',
      header: t('users.name'),
      className: 'min-w-36',
      sortBy: (user) => user.name,
      cell: (user) => (user.id === self.id ? t('users.you', { name: user.name }) : user.name),
    },
    {
      key: 'email',
      header: t('users.email'),
      className: 'text-ink-2',
      sortBy: (user) => user.email,
      cell: (user) => user.email,
    },
    {
      key: 'role',
      header: t('users.role'),
      sortBy: (user) => user.role,
      className: 'whitespace-nowrap',
      cell: (user) => core(`role.${user.role}`),
    },
    {
      key: 'team',
      header: t('users.team'),
      sortBy: (user) => user.team?.name ?? null,
      cell: (user) => (user.team ? <TeamMark team={user.team} /> : '—'),
    },
    {
      key: 'state',
      header: t('users.state'),
      sortBy: (user) => Number(user.disabled),
      cell: (user) =>
        user.disabled ? (
          <Status tone="quiet" icon="minus">
            {t('users.disabled')}
          </Status>
        ) : (
          <Status tone="good">{t('users.active')}</Status>
        ),
    },
    {
      key: 'actions',
      header: '',
      cell: (user) => (
        <span className="flex justify-end gap-1">
          <Button look="ghost" aria-label={`${text('edit')}: ${user.email}`} onClick={() => onEdit(user)}>
            {text('edit')}
          </Button>
          {user.disabled ? (
            <Button look="ghost" onClick={() => disable.mutate({ id: user.id, disabled: false })}>
              {t('users.enable')}
            </Button>
          ) : (
            <Confirm
              label={t('users.disable')}
              title={t('users.disableTitle', { name: user.name })}
              action={t('users.disable')}
              look="ghost"
              onConfirm={() => disable.mutate({ id: user.id, disabled: true })}
            >
              {t('users.disableText')}
            </Confirm>
          )}
        </span>
      ),
    },
  ];
  return (
    <>
      {refusal.general ? (
        <div className="px-4 pb-3">
          <FormError>{refusal.general}</FormError>
        </div>
      ) : null}
      <RowsTable
        name="users"
        caption={t('users.title')}
        columns={columns}
        rows={users}
        rowKey={({ id }) => id}
      />
    </>
  );
}

function useDisable() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...json }: { id: string } & ChangeUserRequest) =>
      request(`/api/v1/users/${id}`, { method: 'PATCH', json }),
    onSettled: () => client.invalidateQueries({ queryKey: usersQuery.queryKey }),
  });
}
