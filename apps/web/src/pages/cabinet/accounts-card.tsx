import type { TeamAccountsResponse } from '@traffic/contract';
import { Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useFormatter } from '../../lib/use-formatter.ts';
import { controlClass } from '../../ui/button.tsx';
import { Icon, type IconName } from '../../ui/icons.tsx';
import { useMayChange } from '../../widgets/admin/admin-only.tsx';
import { ReportCard } from '../../widgets/report-card.tsx';
import { type ReportColumn, ReportTable } from '../../widgets/report-table.tsx';
import { teamAccountsQuery } from './queries.ts';
import { useCabinetTexts } from './texts.ts';

type Token = TeamAccountsResponse['token'];
type Account = TeamAccountsResponse['accounts'][number];

/** The key that the team's spend is read with, how long it lives, and how each ad account of the team is. */
export function AccountsCard({ team }: { team: string }) {
  const text = useCabinetTexts();
  const query = useQuery(teamAccountsQuery(team));
  return (
    <ReportCard
      title={text('accounts.title')}
      hint={text('accounts.hint')}
      errorTitle={text('accounts.error')}
      query={query}
      heightPx={180}
    >
      {({ token, accounts }) => (
        <>
          <TokenLine token={token} />
          {accounts.length === 0 ? <NoAccounts /> : <Accounts accounts={accounts} />}
        </>
      )}
    </ReportCard>
  );
}

const LOOKS: Record<Token['level'], { icon: IconName; ink: string }> = {
  ok: { icon: 'check', ink: 'text-good' },
  warning: { icon: 'warning', ink: 'text-warn' },
  error: { icon: 'warning', ink: 'text-bad' },
  unknown: { icon: 'clock', ink: 'text-ink-2' },
};

function TokenLine({ token }: { token: Token }) {
  const text = useCabinetTexts();
  const format = useFormatter();
  const mayChange = useMayChange();
  const { icon, ink } = LOOKS[token.level];
  const life = token.expires_at
    ? text('accounts.expires', { at: format.dateTime(token.expires_at), n: token.days_left ?? 0 })
    : text('accounts.noExpiry');
  const bad = token.level === 'error' || token.level === 'warning';
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line px-4 py-3 text-sm">
      <Icon name={icon} className={ink} />
      <p className="min-w-0 flex-1 basis-64">
        <span className="font-medium">{token.message}</span>
        <span className="block text-xs text-ink-2">
          {[
            token.configured ? life : null,
            token.checked_at ? text('accounts.checked', { at: format.dateTime(token.checked_at) }) : null,
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
        {bad && !mayChange ? <span className="block text-xs">{text('accounts.tellAdmin')}</span> : null}
      </p>
      {bad && mayChange ? (
        <Link to="/integrations" className={controlClass('plain')}>
          {text('accounts.renew')}
        </Link>
      ) : null}
    </div>
  );
}

function NoAccounts() {
  const text = useCabinetTexts();
  const mayChange = useMayChange();
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 border-t border-line px-4 py-3 text-sm">
      <p className="text-ink-2">{text('accounts.none')}</p>
      {mayChange ? (
        <Link to="/settings" search={{ tab: 'facebook' }} className={controlClass('plain')}>
          {text('accounts.bind')}
        </Link>
      ) : null}
    </div>
  );
}

function Accounts({ accounts }: { accounts: readonly Account[] }) {
  const text = useCabinetTexts();
  const format = useFormatter();
  const columns: ReportColumn<Account>[] = [
    {
      key: 'account',
      header: text('accounts.account'),
      cell: ({ name, account_id: id }) => (
        <span className="block max-w-64 truncate" title={id}>
          {name ?? id}
        </span>
      ),
    },
    { key: 'state', header: text('accounts.status'), words: true, cell: (row) => <State account={row} /> },
    { key: 'meta', header: 'Meta', words: true, cell: ({ status }) => text(`accounts.meta.${status}`) },
    {
      key: 'currency',
      header: text('accounts.currency'),
      words: true,
      cell: ({ currency }) => currency ?? '—',
    },
    {
      key: 'read',
      header: text('accounts.read'),
      words: true,
      cell: ({ last_sync_at: at, until }) => (
        <span className="text-ink-2">
          {at ? format.dateTime(at) : text('accounts.never')}
          {until ? ` · ${text('accounts.until', { day: format.day(until) })}` : ''}
        </span>
      ),
    },
  ];
  return (
    <ReportTable
      caption={text('accounts.title')}
      columns={columns}
      rows={accounts}
      keyOf={({ account_id: id }) => id}
    />
  );
}

function State({ account: { included, error, last_sync_at: at } }: { account: Account }) {
  const text = useCabinetTexts();
  const format = useFormatter();
  if (error)
    return (
      <span className="text-bad" title={error.message}>
        {text('accounts.failing', { at: format.dateTime(error.since) })}
      </span>
    );
  if (!included) return <span className="text-ink-2">{text('accounts.excluded')}</span>;
  if (at === null) return <span className="text-ink-2">{text('accounts.never')}</span>;
  return <span className="text-good">{text('accounts.reading')}</span>;
}
