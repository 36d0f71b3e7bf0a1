import type { AdAccount, AdAccountStatus, FacebookTreeResponse } from '@traffic/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '../../lib/api.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { TeamDot } from '../../ui/team-mark.tsx';
import { WidgetError } from '../../ui/widget-error.tsx';
import { FormError } from '../../widgets/admin/form.tsx';
import { type Column, RowsTable } from '../../widgets/admin/rows-table.tsx';
import { SectionCard } from '../../widgets/admin/section-card.tsx';
import { Status, type Tone } from '../../widgets/admin/status.tsx';
import { useAdminTexts } from '../../widgets/admin/texts.ts';
import { useRefusal } from '../../widgets/admin/use-refusal.ts';
import { AccountBindings } from './account-bindings.tsx';
import { facebookTreeQuery } from './facebook-queries.ts';
import { useFacebookTexts } from './facebook-texts.ts';

type Branch = FacebookTreeResponse['businesses'][number];

const TONE: Partial<Record<AdAccountStatus, Tone>> = {
  active: 'good',
  disabled: 'bad',
  closed: 'quiet',
  closing: 'quiet',
  unknown: 'quiet',
};

/** Business Managers, their ad accounts, whose each is and when, and which are read at all. */
export function Facebook() {
  const t = useFacebookTexts();
  const text = useAdminTexts();
  const query = useQuery(facebookTreeQuery);
  const [opened, setOpened] = useState<string | null>(null);
  const branches = query.data?.businesses ?? [];
  const open = branches.flatMap(({ accounts }) => accounts).find(({ account_id }) => account_id === opened);
  return (
    <>
      {query.error ? (
        <WidgetError title={t('error.tree')} error={query.error} onRetry={() => void query.refetch()} />
      ) : null}
      {query.isPending ? <div className="card skeleton h-60" aria-busy="true" /> : null}
      {query.data && branches.length === 0 ? (
        <SectionCard title={t('tree.title')}>
          <p className="text-ink-2">{t('tree.none')}</p>
        </SectionCard>
      ) : null}
      {branches.map((branch) => (
        <BranchCard key={branch.business?.id ?? 'none'} branch={branch} onOpen={setOpened} />
      ))}
      <Sheet
        side="right"
        title={open ? (open.name ?? open.account_id) : ''}
        closeLabel={text('close')}
        open={open !== undefined}
        onClose={() => setOpened(null)}
      >
        {open ? <AccountBindings account={open} /> : null}
      </Sheet>
    </>
  );
}

function BranchCard({ branch, onOpen }: { branch: Branch; onOpen: (account: string) => void }) {
  const t = useFacebookTexts();
  const include = useInclude();
  const refusal = useRefusal(include.error);
  const columns = useColumns(onOpen, include);
  const name = branch.business ? (branch.business.name ?? branch.business.id) : t('tree.noBusiness');
  return (
    <SectionCard
      title={name}
      lead={branch.business ? t('tree.business', { id: branch.business.id }) : undefined}
      padded={false}
    >
      {refusal.general ? (
        <div className="px-4 pb-3">
          <FormError>{refusal.general}</FormError>
        </div>
      ) : null}
      <RowsTable
        name="accounts"
        caption={t('tree.caption', { name })}
        columns={columns}
        rows={branch.accounts}
        rowKey={({ account_id }) => account_id}
      />
    </SectionCard>
  );
}

function useInclude() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, included }: { id: string; included: boolean }) =>
      request(`/api/v1/facebook/accounts/${id}`, { method: 'PATCH', json: { included } }),
    onSettled: () => client.invalidateQueries({ queryKey: facebookTreeQuery.queryKey }),
  });
}

function useColumns(
  onOpen: (id: string) => void,
  include: ReturnType<typeof useInclude>,
): Column<AdAccount>[] {
  const t = useFacebookTexts();
  const format = useFormatter();
  return [
    {
      key: 'name',
      header: t('account.name'),
      className: 'min-w-40',
      sortBy: (row) => row.name ?? row.account_id,
      cell: (row) => (
        <>
          {row.name ?? row.account_id}
          <span className="block text-xs font-normal text-ink-2">{row.account_id}</span>
        </>
      ),
    },
    {
      key: 'status',
      header: t('account.status'),
      sortBy: (row) => row.status,
      cell: (row) => <Status tone={TONE[row.status] ?? 'warn'}>{t(`accountStatus.${row.status}`)}</Status>,
    },
    {
      key: 'currency',
      header: t('account.currency'),
      className: 'whitespace-nowrap text-ink-2',
      cell: (row) => `${row.currency ?? '—'} · ${row.timezone ?? '—'}`,
    },
    {
      key: 'teams',
      header: t('account.team'),
      className: 'min-w-48',
      cell: (row) => <Teams row={row} onOpen={onOpen} />,
    },
    {
      key: 'sync',
      header: t('account.read'),
      className: 'min-w-44 text-sm',
      sortBy: (row) => row.last_sync_at,
      cell: (row) =>
        row.error ? (
          <span className="text-bad">
            {row.error.message}
            <span className="block text-xs">
              {t('account.since', { at: format.dateTime(row.error.since) })}
            </span>
          </span>
        ) : (
          <span className="text-ink-2">
            {row.last_sync_at ? format.dateTime(row.last_sync_at) : t('account.never')}
          </span>
        ),
    },
    {
      key: 'included',
      header: t('account.included'),
      cell: (row) => (
        <label className="flex h-8 items-center gap-2 pointer-coarse:h-11">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={row.included}
            disabled={include.isPending}
            onChange={() => include.mutate({ id: row.account_id, included: !row.included })}
          />
          <span className="sr-only">{t('account.includedOf', { name: row.name ?? row.account_id })}</span>
          <span aria-hidden="true" className="text-ink-2">
            {row.included ? t('account.yes') : t('account.no')}
          </span>
        </label>
      ),
    },
  ];
}

/** Whose the account is, and the way to change that. */
function Teams({ row, onOpen }: { row: AdAccount; onOpen: (id: string) => void }) {
  const t = useFacebookTexts();
  const free = row.bindings.length === 0;
  const label = t(free ? 'account.bind' : 'account.rebind');
  return (
    <span className="flex flex-wrap items-center gap-x-3">
      {free ? <span className="text-warn">{t('account.nobody')}</span> : null}
      {row.bindings.map((binding) => (
        <span key={binding.id} className="inline-flex items-center gap-2 whitespace-nowrap">
          <TeamDot color={binding.team.color} />
          {binding.team.name}
        </span>
      ))}
      <Button
        look="ghost"
        aria-label={`${label}: ${row.name ?? row.account_id}`}
        onClick={() => onOpen(row.account_id)}
      >
        {label}
      </Button>
    </span>
  );
}
