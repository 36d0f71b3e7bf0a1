import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { Button } from '../../ui/button.tsx';
import { WidgetError } from '../../ui/widget-error.tsx';
import { type Column, RowsTable } from './rows-table.tsx';
import { useAdminTexts } from './texts.ts';

type PagedRowsProps<Page, Row> = {
  query: UseInfiniteQueryResult<InfiniteData<Page>>;
  rowsOf: (page: Page) => readonly Row[];
  /** Tells it from the other tables of the page. */
  name: string;
  caption: string;
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string | number;
  /** What is said when there is not one row. */
  none: string;
  /** What could not be loaded. */
  failed: string;
};

/** A list that is read page by page: its first load, its failure, its emptiness, its rows, and more of them. */
export function PagedRows<Page, Row>({
  query,
  rowsOf,
  name,
  caption,
  columns,
  rowKey,
  none,
  failed,
}: PagedRowsProps<Page, Row>) {
  const text = useAdminTexts();
  const { data, error } = query;
  const rows = data?.pages.flatMap(rowsOf) ?? [];
  return (
    <>
      {error ? (
        <div className="px-4 pb-4">
          <WidgetError
            title={failed}
            error={error}
            onRetry={() => void query.refetch()}
            dataAt={data && query.dataUpdatedAt}
          />
        </div>
      ) : null}
      {data === undefined && !error ? <div className="skeleton m-4 h-44" aria-busy="true" /> : null}
      {data && rows.length === 0 ? <p className="border-t border-line p-4 text-ink-2">{none}</p> : null}
      {rows.length > 0 ? (
        <RowsTable name={name} caption={caption} columns={columns} rows={rows} rowKey={rowKey} />
      ) : null}
      {query.hasNextPage ? (
        <div className="border-t border-line p-3">
          <Button onClick={() => void query.fetchNextPage()} disabled={query.isFetchingNextPage}>
            {text('more')}
          </Button>
        </div>
      ) : null}
    </>
  );
}
