import type { ApiToken, CreateOwnTokenRequest, CreateTokenResponse, TokensResponse } from '@traffic/contract';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { request } from '../../lib/api.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../widgets/admin/confirm.tsx';
import { Field, FormError, TextInput, textOf } from '../../widgets/admin/form.tsx';
import { Loaded } from '../../widgets/admin/loaded.tsx';
import { type Column, RowsTable } from '../../widgets/admin/rows-table.tsx';
import { SectionCard } from '../../widgets/admin/section-card.tsx';
import { Status } from '../../widgets/admin/status.tsx';
import { useRefusal } from '../../widgets/admin/use-refusal.ts';
import { useOwnTokensTexts } from './own-tokens-texts.ts';

const ownTokensQuery = queryOptions({
  queryKey: ['own-tokens'],
  queryFn: ({ signal }) => request<TokensResponse>('/api/v1/my-tokens', { signal }),
});

/** A targetologist's own keys: for an assistant, with the rows of their team. */
export function OwnTokensCard() {
  const t = useOwnTokensTexts();
  const query = useQuery(ownTokensQuery);
  return (
    <SectionCard title={t('title')} lead={t('lead')} padded={false}>
      <NewToken />
      <Loaded query={query} failed={t('failed')}>
        {({ tokens }) =>
          tokens.length === 0 ? (
            <p className="border-t border-line p-4 text-ink-2">{t('none')}</p>
          ) : (
            <TokenRows tokens={tokens} />
          )
        }
      </Loaded>
    </SectionCard>
  );
}

function NewToken() {
  const t = useOwnTokensTexts();
  const client = useQueryClient();
  const create = useMutation({
    mutationFn: (json: CreateOwnTokenRequest) =>
      request<CreateTokenResponse>('/api/v1/my-tokens', { method: 'POST', json }),
    onSuccess: () => client.invalidateQueries({ queryKey: ownTokensQuery.queryKey }),
  });
  const refusal = useRefusal(create.error);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    create.mutate({ name: textOf(new FormData(event.currentTarget), 'name') });
  };
  if (create.data)
    return (
      <div className="mx-4 mb-4 grid gap-2 rounded-control border border-line bg-warn-soft p-3">
        <p className="text-sm font-medium">{create.data.api_token.name}</p>
        <code className="min-w-0 text-sm break-all select-all" data-secret>
          {create.data.token}
        </code>
        <p className="text-xs text-ink-2">{t('once', { url: `${location.origin}/mcp` })}</p>
        <div>
          <Button onClick={() => create.reset()}>{t('kept')}</Button>
        </div>
      </div>
    );
  return (
    <form onSubmit={submit} className="grid max-w-xl gap-3 px-4 pb-4">
      <Field label={t('name')} hint={t('hint')} error={refusal.of('name')}>
        <TextInput name="name" required maxLength={100} autoComplete="off" />
      </Field>
      {refusal.general ? <FormError>{refusal.general}</FormError> : null}
      <div>
        <Button type="submit" disabled={create.isPending}>
          {t('create')}
        </Button>
      </div>
    </form>
  );
}

function TokenRows({ tokens }: { tokens: readonly ApiToken[] }) {
  const t = useOwnTokensTexts();
  const format = useFormatter();
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: (id: number) => request(`/api/v1/my-tokens/${id}`, { method: 'DELETE' }),
    onSettled: () => client.invalidateQueries({ queryKey: ownTokensQuery.queryKey }),
  });
  const columns: Column<ApiToken>[] = [
    { key: 'name', header: t('name'), cell: (row) => row.name },
    {
      key: 'made',
      header: t('made'),
      className: 'whitespace-nowrap text-ink-2',
      cell: (row) => format.dateTime(row.created_at),
    },
    {
      key: 'used',
      header: t('used'),
      className: 'whitespace-nowrap text-ink-2',
      cell: (row) => (row.last_used_at ? format.dateTime(row.last_used_at) : t('never')),
    },
    {
      key: 'state',
      header: t('state'),
      cell: (row) =>
        row.revoked_at ? (
          <Status tone="quiet" icon="minus">
            {t('revoked')}
          </Status>
        ) : (
          <Status tone="good">{t('active')}</Status>
        ),
    },
    {
      key: 'actions',
      header: '',
      className: 'text-right',
      cell: (row) =>
        row.revoked_at ? null : (
          <Confirm
            label={t('revoke')}
            title={t('revokeTitle', { name: row.name })}
            action={t('revoke')}
            look="ghost"
            onConfirm={() => revoke.mutate(row.id)}
          >
            {t('revokeText')}
          </Confirm>
        ),
    },
  ];
  return (
    <RowsTable
      name="own-tokens"
      caption={t('title')}
      columns={columns}
      rows={tokens}
      rowKey={({ id }) => id}
    />
  );
}
