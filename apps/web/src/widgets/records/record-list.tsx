import type { Period, SourceState } from '@traffic/contract';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { z } from 'zod';
import { useSession } from '../../app/use-session.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import type { Shown } from '../../lib/use-kept.ts';
import { WidgetError } from '../../ui/widget-error.tsx';
import { EmptyRows } from '../empty-report.tsx';
import type { Feed } from '../source-problems.ts';
import { useRecordTexts } from './texts.ts';
import { useNextPage } from './use-next-page.ts';
import { type ListColumn, VirtualTable } from './virtual-table.tsx';

/** What every page of a list says of its period and its sources. */
type Head = { sources: SourceState[]; period: z.infer<typeof Period> };

type RecordListProps<Page extends Head, Row> = {
  caption: string;
  errorTitle: string;
  query: Shown<UseInfiniteQueryResult<InfiniteData<Page>>>;
  columns: readonly ListColumn<Row>[];
  rowsOf: (page: Page) => readonly Row[];
  keyOf: (row: Row) => string;
  /** Rows of the whole list; null while searching, when nobody has counted them. */
  total: number | null;
  /** Said instead of an empty table, when the period has none. */
  empty: string;
  /** The sources that bring these rows. */
  needs: readonly Feed[];
  /** Present while filters are the reason for an empty list. */
  onReset?: (() => void) | undefined;
};

/** A list that loads page by page while one scrolls, newest first, with what is known of its length. */
export function RecordList<Page extends Head, Row>(props: RecordListProps<Page, Row>) {
  const text = useRecordTexts();
  const format = useFormatter();
  const { query, rowsOf, keyOf, total, caption } = props;
  const { user } = useSession();
  // Whose own team is the only one reads it in the menu, not on every row.
  const columns = props.columns.filter(({ key }) => key !== 'team' || user.role !== 'targetologist');
  const { data, error } = query;
  const head = data?.pages[0];
  const nextPage = useNextPage(query);
  const rows = data?.pages.flatMap(rowsOf) ?? [];
  return (
    <section
      aria-busy={query.isFetching}
      className={`card min-w-0 overflow-hidden ${query.isPlaceholderData ? 'refreshing' : ''} ${query.isLoading ? 'min-h-[70vh]' : ''}`}
    >
      {error ? (
        <div className="p-3">
          <WidgetError
            title={props.errorTitle}
            error={error}
            onRetry={() => void (query.isFetchNextPageError ? query.fetchNextPage() : query.refetch())}
            dataAt={data && query.dataUpdatedAt}
            period={query.isPlaceholderData ? head?.period : undefined}
          />
        </div>
      ) : null}
      {head && rows.length === 0 ? (
        <EmptyRows report={head} needs={props.needs} onReset={props.onReset}>
          {props.empty}
        </EmptyRows>
      ) : null}
      {rows.length > 0 ? (
        <VirtualTable {...{ caption, columns, rows, keyOf, total }} onEndNear={nextPage} />
      ) : null}
      {rows.length > 0 ? (
        <footer className="border-t border-line p-3 text-sm text-ink-2" role="status">
          {total === null
            ? text(query.hasNextPage || query.isPlaceholderData ? 'shownSoFar' : 'shownAll', {
                shown: format.number(rows.length),
              })
            : text('shown', { shown: format.number(rows.length), total: format.number(total) })}
        </footer>
      ) : null}
    </section>
  );
}
