import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useId } from 'react';
import { useKept } from '../lib/use-kept.ts';
import { WidgetError } from '../ui/widget-error.tsx';
import { CardLines } from './loading-card.tsx';

type ReportCardProps<T> = {
  title: string;
  /** One sentence on how to read it. */
  hint?: string;
  query: UseQueryResult<T>;
  errorTitle: string;
  /** Height of the first load, px: that of the content, so that nothing jumps. */
  heightPx: number;
  controls?: ReactNode;
  children: (data: T) => ReactNode;
};

/** A part of a page with its own loading and its own failure: what stands beside it does not wait for it. */
export function ReportCard<T>({
  title,
  hint,
  query: asked,
  errorTitle,
  heightPx,
  controls,
  children,
}: ReportCardProps<T>) {
  const id = useId();
  const query = useKept(asked);
  const { data, error } = query;
  return (
    <section
      aria-labelledby={id}
      aria-busy={query.isFetching}
      className={`card min-w-0 overflow-hidden ${query.isPlaceholderData ? 'refreshing' : ''}`}
      // Also before it is asked: a question may wait for the figures.
      style={data === undefined && error === null ? { minHeight: heightPx } : undefined}
    >
      <header className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 p-4 pb-3">
        <div className="min-w-0 flex-1 basis-full sm:basis-64">
          <h2 id={id} className="text-lg font-bold">
            {title}
          </h2>
          {hint ? <p className="max-w-[88ch] text-sm text-pretty text-ink-2">{hint}</p> : null}
        </div>
        {controls}
      </header>
      {error ? (
        <div className="p-4 pt-0">
          <WidgetError
            title={errorTitle}
            error={error}
            onRetry={() => void query.refetch()}
            dataAt={data && query.dataUpdatedAt}
          />
        </div>
      ) : null}
      {data === undefined && error === null ? <CardLines heightPx={heightPx} /> : null}
      {data === undefined ? null : children(data)}
    </section>
  );
}
