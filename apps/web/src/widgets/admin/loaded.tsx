import type { ReactNode } from 'react';
import { WidgetError } from '../../ui/widget-error.tsx';

/** What is asked of a query, be it of one answer or of pages. */
type Asked<T> = { data: T | undefined; error: Error | null; dataUpdatedAt: number; refetch: () => unknown };
type LoadedProps<T> = { query: Asked<T>; failed: string; children: (data: T) => ReactNode };

/** What a query gave; its error beside the old data, a grey box only before the very first answer. */
export function Loaded<T>({ query, failed, children }: LoadedProps<T>) {
  const { data, error } = query;
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
      {data === undefined ? (
        error ? null : (
          <div className="skeleton m-4 h-44" aria-busy="true" />
        )
      ) : (
        children(data)
      )}
    </>
  );
}
