import type { ApiToken, CreateOwnTokenRequest, CreateTokenResponse, TokensResponse } from '@traffic/contract';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { request } from '../../lib/api.ts';
import { Button } from '../../ui/button.tsx';
import { Field, FormError, TextInput, textOf } from '../../widgets/admin/form.tsx';
import { Loaded } from '../../widgets/admin/loaded.tsx';
import { type Column, RowsTable } from '../../widgets/admin/rows-table.tsx';
import { SectionCard } from '../../widgets/admin/section-card.tsx';
import { useTokenTexts } from '../../widgets/admin/token-texts.ts';
import { useRefusal } from '../../widgets/admin/use-refusal.ts';
import { useTokenColumns } from '../../widgets/admin/use-token-columns.tsx';
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
  const shared = useTokenTexts();
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
          <Button onClick={() => create.reset()}>{shared('kept')}</Button>
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
          {shared('create')}
        </Button>
      </div>
    </form>
  );
}

function TokenRows({ tokens }: { tokens: readonly ApiToken[] }) {
  const t = useOwnTokensTexts();
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: (id: number) => request(`/api/v1/my-tokens/${id}`, { method: 'DELETE' }),
    onSettled: () => client.invalidateQueries({ queryKey: ownTokensQuery.queryKey }),
  });
  const columns: Column<ApiToken>[] = [
    { key: 'name', header: t('name'), sortBy: (row) => row.name, cell: (row) => row.name },
    ...useTokenColumns((id) => revoke.mutate(id)),
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
