import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { Button } from '../../ui/button.tsx';
import { Loaded } from './loaded.tsx';
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
  return (
    <>
      <Loaded query={query} failed={failed}>
        {({ pages }) => {
          const rows = pages.flatMap(rowsOf);
          return rows.length === 0 ? (
            <p className="border-t border-line p-4 text-ink-2">{none}</p>
          ) : (
            <RowsTable name={name} caption={caption} columns={columns} rows={rows} rowKey={rowKey} />
          );
        }}
      </Loaded>
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
