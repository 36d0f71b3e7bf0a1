import { CONVERSION_STATES, type ConversionEvent, type ConversionState } from '@traffic/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Select } from '../../widgets/admin/form.tsx';
import { PagedRows } from '../../widgets/admin/paged-rows.tsx';
import type { Column } from '../../widgets/admin/rows-table.tsx';
import { SectionCard } from '../../widgets/admin/section-card.tsx';
import { Status, type Tone } from '../../widgets/admin/status.tsx';
import { Doubts } from './doubts.tsx';
import { conversionsQuery } from './queries.ts';
import { useConversionsTexts } from './texts.ts';

const TONES: Record<ConversionState, Tone> = {
  pending: 'quiet',
  claimed: 'quiet',
  sent: 'good',
  refused: 'bad',
  in_doubt: 'warn',
};

/** Every event that ever was, with what became of it; doubtful ones first, for a person to decide. */
export function Ledger() {
  const t = useConversionsTexts();
  const { state } = useSearch({ from: '/signed-in/conversions' });
  const list = useInfiniteQuery(conversionsQuery(state));
  const columns = useColumns();
  const counts = list.data?.pages[0]?.counts;
  return (
    <>
      {counts && counts.in_doubt > 0 ? <Doubts /> : null}
      <SectionCard
        title={t('ledger.title')}
        lead={t('ledger.lead')}
        padded={false}
        busy={list.isPlaceholderData}
        actions={<StateFilter counts={counts} />}
      >
        <PagedRows
          query={list}
          rowsOf={(page) => page.events}
          name="conversions"
          caption={t('ledger.title')}
          columns={columns}
          rowKey={({ id }) => id}
          none={t(state ? 'ledger.noneOf' : 'ledger.none')}
          failed={t('error.list')}
        />
      </SectionCard>
    </>
  );
}

function StateFilter({ counts }: { counts: Record<ConversionState, number> | undefined }) {
  const t = useConversionsTexts();
  const format = useFormatter();
  const { state } = useSearch({ from: '/signed-in/conversions' });
  const navigate = useNavigate({ from: '/conversions' });
  return (
    <Select
      aria-label={t('show.label')}
      className="w-56!"
      value={state ?? ''}
      onChange={(event) => {
        const next = CONVERSION_STATES.find((one) => one === event.target.value);
        void navigate({ search: (old) => ({ ...old, state: next }), resetScroll: false });
      }}
    >
      <option value="">{t('show.all')}</option>
      {CONVERSION_STATES.map((one) => (
        <option key={one} value={one}>
          {t(`show.${one}`)}
          {counts ? ` · ${format.number(counts[one])}` : ''}
        </option>
      ))}
    </Select>
  );
}

function useColumns(): Column<ConversionEvent>[] {
  const t = useConversionsTexts();
  const format = useFormatter();
  return [
    {
      key: 'event',
      header: t('ledger.event'),
      cell: (row) => (
        <>
          {row.event_name}
          {row.test ? <span className="pl-2 font-normal text-ink-2">{t('ledger.test')}</span> : null}
        </>
      ),
    },
    { key: 'deal', header: t('ledger.deal'), cell: (row) => row.lead_id },
    {
      key: 'at',
      header: t('ledger.at'),
      className: 'whitespace-nowrap text-ink-2',
      cell: (row) => format.dateTime(row.event_time),
    },
    {
      key: 'state',
      header: t('ledger.state'),
      cell: (row) => <Status tone={TONES[row.state]}>{t(`state.${row.state}`)}</Status>,
    },
    { key: 'why', header: t('ledger.why'), className: 'min-w-48', cell: (row) => <Why event={row} /> },
    {
      key: 'by',
      header: t('ledger.by'),
      className: 'whitespace-nowrap',
      cell: (row) => row.matched_by.map((one) => t(`match.${one}`)).join(', ') || '—',
    },
    {
      key: 'value',
      header: t('ledger.value'),
      numeric: true,
      cell: (row) => (row.value === null ? '—' : `${format.number(row.value, 2)} ${row.currency ?? ''}`),
    },
  ];
}

/** The reason in words, and what Meta itself said of an event it refused. */
function Why({ event }: { event: ConversionEvent }) {
  const t = useConversionsTexts();
  const { meta } = event.details;
  const answer = typeof meta === 'object' && meta !== null && 'answer' in meta ? meta.answer : null;
  return (
    <>
      {event.reason === null ? '—' : t(`reason.${event.reason}`)}
      {typeof answer === 'string' && event.state === 'refused' ? (
        <div className="text-xs text-ink-2">{t('ledger.meta', { text: answer })}</div>
      ) : null}
    </>
  );
}
