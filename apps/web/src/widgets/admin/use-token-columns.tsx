import type { ApiToken } from '@traffic/contract';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Confirm } from './confirm.tsx';
import type { Column } from './rows-table.tsx';
import { Status } from './status.tsx';
import { useTokenTexts } from './token-texts.ts';

/** What is told of a key wherever keys stand: its age, its last use, whether it works, and the way to end it. */
export function useTokenColumns(onRevoke: (id: number) => void): Column<ApiToken>[] {
  const t = useTokenTexts();
  const format = useFormatter();
  const at = 'whitespace-nowrap text-ink-2';
  return [
    {
      key: 'made',
      header: t('made'),
      className: at,
      sortBy: (row) => row.created_at,
      cell: (row) => format.dateTime(row.created_at),
    },
    {
      key: 'used',
      header: t('used'),
      className: at,
      sortBy: (row) => row.last_used_at,
      cell: (row) => (row.last_used_at ? format.dateTime(row.last_used_at) : t('never')),
    },
    {
      key: 'state',
      header: t('state'),
      cell: (row) =>
        row.revoked_at ? (
          <Status tone="quiet" icon="minus">
            {t('revoked', { at: format.dateTime(row.revoked_at) })}
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
            onConfirm={() => onRevoke(row.id)}
          >
            {t('revokeText')}
          </Confirm>
        ),
    },
  ];
}
