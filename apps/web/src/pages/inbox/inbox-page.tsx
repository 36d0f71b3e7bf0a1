import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useReport } from '../../app/use-report.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Sheet } from '../../ui/sheet.tsx';
import { WidgetError } from '../../ui/widget-error.tsx';
import { ClosedPage, useMayChange } from '../../widgets/admin/admin-only.tsx';
import { SectionCard } from '../../widgets/admin/section-card.tsx';
import { useAdminTexts } from '../../widgets/admin/texts.ts';
import { useRecordTexts } from '../../widgets/records/texts.ts';
import { useNextPage } from '../../widgets/records/use-next-page.ts';
import { PageTitle } from '../../widgets/page-title.tsx';
import { DeadLetters } from './dead-letters.tsx';
import { DeliveriesTable } from './deliveries-table.tsx';
import { DeliveryDetails } from './delivery-details.tsx';
import { InboxFilters } from './inbox-filters.tsx';
import { inboxQuery } from './queries.ts';
import { ReplayFiltered } from './replay-filtered.tsx';
import { useInboxTexts } from './texts.ts';
import { useInboxFilter } from './use-inbox-filter.ts';

/** «Вебхуки»: everything AmoCRM sent us, what became of it, and a way to process it again. */
export function InboxPage() {
  return useMayChange() ? <Inbox /> : <ClosedPage />;
}

function Inbox() {
  const { t: core } = useTranslation();
  const t = useInboxTexts();
  const text = useAdminTexts();
  const record = useRecordTexts();
  const format = useFormatter();
  const search = useSearch({ from: '/signed-in/inbox' });
  const navigate = useNavigate({ from: '/inbox' });
  const { filter, ready } = useInboxFilter();
  const list = useInfiniteQuery({ ...inboxQuery(filter), enabled: ready });
  const nextPage = useNextPage(list);
  const rows = list.data?.pages.flatMap((page) => page.deliveries) ?? [];
  const open = (delivery: string | undefined): void =>
    void navigate({ search: (old) => ({ ...old, delivery }), resetScroll: false });
  return (
    <>
      <PageTitle report={undefined}>{core('section.inbox')}</PageTitle>
      <DeadLetters count={list.data?.pages[0]?.dead_letters ?? 0} />
      {list.error ? (
        <WidgetError
          title={t('error.list')}
          error={list.error}
          onRetry={() => void (list.isFetchNextPageError ? list.fetchNextPage() : list.refetch())}
          dataAt={list.data && list.dataUpdatedAt}
        />
      ) : null}
      <SectionCard
        title={t('list.title')}
        lead={<Period />}
        padded={false}
        busy={list.isPlaceholderData}
        actions={<ReplayFiltered filter={filter} />}
      >
        <InboxFilters />
        {list.data && rows.length === 0 ? (
          <Empty filtered={search.state !== undefined || search.q !== undefined} />
        ) : null}
        {rows.length > 0 ? (
          <>
            <DeliveriesTable rows={rows} onOpen={open} complete={!list.hasNextPage} onEndNear={nextPage} />
            <p role="status" className="border-t border-line p-3 text-sm text-ink-2">
              {record(list.hasNextPage ? 'shownSoFar' : 'shownAll', { shown: format.number(rows.length) })}
            </p>
          </>
        ) : null}
      </SectionCard>
      <Sheet
        side="right"
        title={t('delivery.title', { id: search.delivery ?? '' })}
        closeLabel={text('close')}
        open={search.delivery !== undefined}
        onClose={() => open(undefined)}
      >
        {search.delivery === undefined ? null : <DeliveryDetails id={search.delivery} />}
      </Sheet>
    </>
  );
}

function Period() {
  const t = useInboxTexts();
  const format = useFormatter();
  const period = useReport().data?.period;
  return period ? t('list.lead', { period: format.period(period.start, period.end) }) : null;
}

/** Nothing came at all, or nothing fits: the two need different things to be done. */
function Empty({ filtered }: { filtered: boolean }) {
  const t = useInboxTexts();
  return (
    <p className="border-t border-line p-4 text-ink-2">{filtered ? t('list.filteredOut') : t('list.none')}</p>
  );
}
