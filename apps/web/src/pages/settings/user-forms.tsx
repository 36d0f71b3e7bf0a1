import type {
  ChangeUserRequest,
  InviteRequest,
  InviteResponse,
  Role,
  UserAccount,
  UserResponse,
} from '@traffic/contract';
import { ROLES } from '@traffic/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { request } from '../../lib/api.ts';
import { teamsQuery } from '../../lib/queries.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Button } from '../../ui/button.tsx';
import { Field, FormError, Select, TextInput, textOf } from '../../widgets/admin/form.tsx';
import { useAdminTexts } from '../../widgets/admin/texts.ts';
import { useRefusal } from '../../widgets/admin/use-refusal.ts';
import { useAccessTexts } from './access-texts.ts';
import { usersQuery } from './queries.ts';
import { Secret } from './secret.tsx';
import { useSettingsTexts } from './texts.ts';

type Refusal = ReturnType<typeof useRefusal>;
const roleOf = (form: FormData): Role => ROLES.find((role) => role === textOf(form, 'role')) ?? 'analyst';

/** Invites a person: the link is shown once, to be handed over. */
export function InviteForm({ onDone }: { onDone: () => void }) {
  const t = useSettingsTexts();
  const access = useAccessTexts();
  const format = useFormatter();
  const client = useQueryClient();
  const invite = useMutation({
    mutationFn: (json: InviteRequest) => request<InviteResponse>('/api/v1/invites', { method: 'POST', json }),
    onSuccess: () => client.invalidateQueries({ queryKey: usersQuery.queryKey }),
  });
  const refusal = useRefusal(invite.error);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const team = textOf(form, 'team');
    invite.mutate({ email: textOf(form, 'email'), role: roleOf(form), ...(team ? { team } : {}) });
  };
  if (invite.data)
    return (
      <div className="grid gap-4 p-4">
        <p>{access('invite.made', { email: invite.data.invite.email })}</p>
        <Secret label={access('invite.link')} value={invite.data.link} />
        <p className="text-sm text-ink-2">
          {access('invite.until', { at: format.dateTime(invite.data.invite.expires_at) })}
        </p>
        <div>
          <Button onClick={onDone}>{access('invite.handedOver')}</Button>
        </div>
      </div>
    );
  return (
    <Form
      submit={access('invite.create')}
      refusal={refusal}
      pending={invite.isPending}
      onSubmit={submit}
      onDone={onDone}
    >
      <Field label={t('users.email')} error={refusal.of('email')}>
        <TextInput type="email" name="email" required maxLength={200} autoComplete="off" autoFocus />
      </Field>
      <RoleFields initial="targetologist" team={null} refusal={refusal} />
    </Form>
  );
}

/** Another role or another team; it holds from the person's next request on. */
export function RoleForm({ user, onDone }: { user: UserAccount; onDone: () => void }) {
  const text = useAdminTexts();
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (json: ChangeUserRequest) =>
      request<UserResponse>(`/api/v1/users/${user.id}`, { method: 'PATCH', json }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: usersQuery.queryKey });
      onDone();
    },
  });
  const refusal = useRefusal(save.error);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    save.mutate({ role: roleOf(form), team: textOf(form, 'team') || null });
  };
  return (
    <Form submit={text('save')} refusal={refusal} pending={save.isPending} onSubmit={submit} onDone={onDone}>
      <p className="text-sm text-ink-2">{user.email}</p>
      <RoleFields initial={user.role} team={user.team?.slug ?? null} refusal={refusal} />
    </Form>
  );
}

type RoleFieldsProps = { initial: Role; team: string | null; refusal: Refusal };

/** A targetologist has a team; the others see all of them. */
function RoleFields({ initial, team, refusal }: RoleFieldsProps) {
  const { t: core } = useTranslation();
  const t = useSettingsTexts();
  const teams = useQuery(teamsQuery);
  const [role, setRole] = useState(initial);
  return (
    <>
      <Field label={t('users.role')} hint={t(`roleHint.${role}`)} error={refusal.of('role')}>
        <Select
          name="role"
          value={role}
          onChange={(event) => setRole(ROLES.find((name) => name === event.target.value) ?? role)}
        >
          {ROLES.map((name) => (
            <option key={name} value={name}>
              {core(`role.${name}`)}
            </option>
          ))}
        </Select>
      </Field>
      {role === 'targetologist' ? (
        <Field label={t('users.team')} error={refusal.of('team')}>
          <Select name="team" required defaultValue={team ?? ''}>
            <option value="" disabled>
              {t('users.chooseTeam')}
            </option>
            {teams.data?.teams.map(({ slug, name }) => (
              <option key={slug} value={slug}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
      ) : null}
    </>
  );
}

type FormProps = {
  submit: string;
  refusal: Refusal;
  pending: boolean;
  onSubmit: (event: FormEvent<HTMLFormElement>) => void;
  onDone: () => void;
  children: ReactNode;
};

function Form({ submit, refusal, pending, onSubmit, onDone, children }: FormProps) {
  const text = useAdminTexts();
  return (
    <form onSubmit={onSubmit} className="grid gap-4 p-4">
      {children}
      {refusal.general ? <FormError>{refusal.general}</FormError> : null}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" disabled={pending}>
          {submit}
        </Button>
        <Button look="ghost" onClick={onDone}>
          {text('cancel')}
        </Button>
      </div>
    </form>
  );
}
