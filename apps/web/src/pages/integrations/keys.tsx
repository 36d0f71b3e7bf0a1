import type { TokenHealth, TokenLevel } from '@traffic/contract';
import { useQuery } from '@tanstack/react-query';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Figure } from '../../ui/figure.tsx';
import { Loaded } from '../../widgets/admin/loaded.tsx';
import { type Column, RowsTable } from '../../widgets/admin/rows-table.tsx';
import { SectionCard } from '../../widgets/admin/section-card.tsx';
import { Status, type Tone } from '../../widgets/admin/status.tsx';
import { tokensHealthQuery } from './queries.ts';
import { useIntegrationsTexts } from './texts.ts';
import { serviceName } from './verdict.tsx';

const TONE: Record<TokenLevel, Tone> = { ok: 'good', warning: 'warn', error: 'bad', unknown: 'quiet' };

/** Our keys at others: how long each lives, told 30, 14, 7 and 1 days ahead with what to do. */
export function Keys() {
  const t = useIntegrationsTexts();
  const format = useFormatter();
  const query = useQuery(tokensHealthQuery);
  const columns: Column<TokenHealth>[] = [
    { key: 'service', header: t('keys.service'), cell: (row) => serviceName(t, row.service) },
    {
      key: 'state',
      header: t('keys.state'),
      className: 'min-w-64',
      cell: (row) => (
        <span className="grid">
          <span className="[&_span]:whitespace-normal">
            <Status tone={TONE[row.level]} icon={row.configured ? undefined : 'plug'}>
              {row.message}
            </Status>
          </span>
          {row.action ? <span className="pl-[22px] text-ink-2">{row.action}</span> : null}
        </span>
      ),
    },
    {
      key: 'days',
      header: t('keys.days'),
      numeric: true,
      sortBy: (row) => row.days_left,
      cell: (row) =>
        row.days_left === null ? (
          <span className="text-ink-2">{row.configured && row.valid ? t('keys.endless') : '—'}</span>
        ) : (
          <Figure value={row.days_left}>{format.number(row.days_left)}</Figure>
        ),
    },
    {
      key: 'until',
      header: t('keys.until'),
      className: 'whitespace-nowrap text-ink-2',
      cell: (row) => (row.expires_at ? format.dateTime(row.expires_at) : '—'),
    },
    {
      key: 'scopes',
      header: t('keys.scopes'),
      className: 'min-w-40 text-ink-2',
      cell: (row) => row.scopes?.join(', ') ?? '—',
    },
  ];
  return (
    <SectionCard title={t('keys.title')} lead={t('keys.lead')} padded={false}>
      <Loaded query={query} failed={t('error.keys')}>
        {({ tokens }) => (
          <RowsTable
            name="keys"
            caption={t('keys.title')}
            columns={columns}
            rows={tokens}
            rowKey={({ service }) => service}
          />
        )}
      </Loaded>
    </SectionCard>
  );
}
