import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Button } from '../../ui/button.tsx';
import { WidgetError } from '../../ui/widget-error.tsx';
import { useRecordTexts } from './texts.ts';
import { useNextPage } from './use-next-page.ts';
import { type ListColumn, VirtualTable } from './virtual-table.tsx';

type RecordListProps<Page, Row> = {
  caption: string;
  errorTitle: string;
  query: UseInfiniteQueryResult<InfiniteData<Page>>;
  columns: readonly ListColumn<Row>[];
  rowsOf: (page: Page) => readonly Row[];
  keyOf: (row: Row) => string;
  /** Rows of the whole list; null while searching, when nobody has counted them. */
  total: number | null;
  /** Said instead of an empty table. */
  empty: string;
  /** Present while filters are the reason for an empty list. */
  onReset?: (() => void) | undefined;
};

/** A list that loads page by page while one scrolls, newest first, with what is known of its length. */
export function RecordList<Page, Row>(props: RecordListProps<Page, Row>) {
  const text = useRecordTexts();
  const format = useFormatter();
  const { query, columns, rowsOf, keyOf, total, caption } = props;
  const { data, error } = query;
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
          />
        </div>
      ) : null}
      {data && rows.length === 0 ? (
        <div className="grid justify-items-start gap-3 p-5">
          <p className="text-ink-2">{props.onReset ? text('nothingFound') : props.empty}</p>
          {props.onReset ? <Button onClick={props.onReset}>{text('reset')}</Button> : null}
        </div>
      ) : null}
      {rows.length > 0 ? (
        <VirtualTable {...{ caption, columns, rows, keyOf, total }} onEndNear={nextPage} />
      ) : null}
      {rows.length > 0 ? (
        <footer className="border-t border-line p-3 text-sm text-ink-2 sm:px-5" role="status">
          {total === null
            ? text(query.hasNextPage ? 'shownSoFar' : 'shownAll', { shown: format.number(rows.length) })
            : text('shown', { shown: format.number(rows.length), total: format.number(total) })}
        </footer>
      ) : null}
    </section>
  );
}
