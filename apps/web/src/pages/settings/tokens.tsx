import type { ApiToken, CreateTokenRequest, CreateTokenResponse, TokenScope } from '@traffic/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { request } from '../../lib/api.ts';
import { teamsQuery } from '../../lib/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { TeamMark } from '../../ui/team-mark.tsx';
import { Field, FormError, Select, TextInput, textOf } from '../../widgets/admin/form.tsx';
import { type Column, RowsTable } from '../../widgets/admin/rows-table.tsx';
import { SectionCard } from '../../widgets/admin/section-card.tsx';
import { useAdminTexts } from '../../widgets/admin/texts.ts';
import { useTokenTexts } from '../../widgets/admin/token-texts.ts';
import { useRefusal } from '../../widgets/admin/use-refusal.ts';
import { useTokenColumns } from '../../widgets/admin/use-token-columns.tsx';
import { Loaded } from '../../widgets/admin/loaded.tsx';
import { tokensQuery } from './queries.ts';
import { Secret } from './secret.tsx';
import { useSettingsTexts } from './texts.ts';

const SCOPES: readonly TokenScope[] = ['read', 'team:read', 'leads:write', 'admin'];
const SCOPE_KEY = { read: 'read', 'team:read': 'team', 'leads:write': 'leads', admin: 'admin' } as const;

/** Keys of scripts and landing pages: made once, shown once, revoked at once. */
export function Tokens() {
  const t = useSettingsTexts();
  const text = useAdminTexts();
  const query = useQuery(tokensQuery);
  const [creating, setCreating] = useState(false);
  const close = (): void => setCreating(false);
  return (
    <SectionCard
      title={t('tokens.title')}
      lead={t('tokens.lead')}
      padded={false}
      actions={
        <Button look="primary" onClick={() => setCreating(true)}>
          {t('tokens.add')}
        </Button>
      }
    >
      <Loaded query={query} failed={t('error.tokens')}>
        {({ tokens }) => <TokenRows tokens={tokens} />}
      </Loaded>
      <Sheet side="right" title={t('tokens.add')} closeLabel={text('close')} open={creating} onClose={close}>
        {creating ? <TokenForm onDone={close} /> : null}
      </Sheet>
    </SectionCard>
  );
}

function TokenRows({ tokens }: { tokens: readonly ApiToken[] }) {
  const t = useSettingsTexts();
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: (id: number) => request(`/api/v1/tokens/${id}`, { method: 'DELETE' }),
    onSettled: () => client.invalidateQueries({ queryKey: tokensQuery.queryKey }),
  });
  const refusal = useRefusal(revoke.error);
  const columns: Column<ApiToken>[] = [
    { key: 'name', header: t('tokens.name'), sortBy: (row) => row.name, cell: (row) => row.name },
    {
      key: 'scope',
      header: t('tokens.scope'),
      className: 'whitespace-nowrap',
      cell: (row) => (
        <>
          {t(`scope.${SCOPE_KEY[row.scope]}`)}
          {row.team ? (
            <div className="text-ink-2">
              <TeamMark team={row.team} />
            </div>
          ) : null}
        </>
      ),
    },
    ...useTokenColumns((id) => revoke.mutate(id)),
  ];
  return (
    <>
      {refusal.general ? (
        <div className="px-4 pb-3">
          <FormError>{refusal.general}</FormError>
        </div>
      ) : null}
      <RowsTable
        name="tokens"
        caption={t('tokens.title')}
        columns={columns}
        rows={tokens}
        rowKey={({ id }) => id}
      />
    </>
  );
}

function TokenForm({ onDone }: { onDone: () => void }) {
  const t = useSettingsTexts();
  const shared = useTokenTexts();
  const text = useAdminTexts();
  const client = useQueryClient();
  const create = useMutation({
    mutationFn: (json: CreateTokenRequest) =>
      request<CreateTokenResponse>('/api/v1/tokens', { method: 'POST', json }),
    onSuccess: () => client.invalidateQueries({ queryKey: tokensQuery.queryKey }),
  });
  const refusal = useRefusal(create.error);
  const teams = useQuery(teamsQuery);
  const [picked, setPicked] = useState<TokenScope>('read');
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const scope = SCOPES.find((one) => one === textOf(form, 'scope')) ?? 'read';
    const team = textOf(form, 'team');
    create.mutate({ name: textOf(form, 'name'), scope, ...(scope === 'team:read' ? { team } : {}) });
  };
  if (create.data)
    return (
      <div className="grid gap-4 p-4">
        <Secret label={create.data.api_token.name} value={create.data.token} />
        <div>
          <Button onClick={onDone}>{shared('kept')}</Button>
        </div>
      </div>
    );
  return (
    <form onSubmit={submit} className="grid gap-4 p-4">
      <Field label={t('tokens.name')} hint={t('tokens.nameHint')} error={refusal.of('name')}>
        <TextInput name="name" required maxLength={100} autoFocus autoComplete="off" />
      </Field>
      <Field label={t('tokens.scope')}>
        <Select
          name="scope"
          value={picked}
          onChange={(event) => setPicked(SCOPES.find((one) => one === event.target.value) ?? 'read')}
        >
          {SCOPES.map((scope) => (
            <option key={scope} value={scope}>
              {t(`scope.${SCOPE_KEY[scope]}`)}
            </option>
          ))}
        </Select>
      </Field>
      {picked === 'team:read' ? (
        <Field label={t('tokens.team')} hint={t('tokens.teamHint')} error={refusal.of('team')}>
          <Select name="team" required>
            {(teams.data?.teams ?? []).map((team) => (
              <option key={team.slug} value={team.slug}>
                {team.name}
              </option>
            ))}
          </Select>
        </Field>
      ) : null}
      {refusal.general ? <FormError>{refusal.general}</FormError> : null}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" disabled={create.isPending}>
          {shared('create')}
        </Button>
        <Button look="ghost" onClick={onDone}>
          {text('cancel')}
        </Button>
      </div>
    </form>
  );
}
