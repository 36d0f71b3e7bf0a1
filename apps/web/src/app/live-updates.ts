import type { ChangedEvent } from '@traffic/contract';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

type Topic = ChangedEvent['topics'][number];

/** First word of the query keys that read from each topic. */
const READS: Record<Topic, readonly string[]> = {
  sales: ['overview', 'funnel', 'sales', 'sale', 'setup'],
  leads: ['overview', 'funnel', 'leads', 'lead', 'setup'],
  spend: ['overview', 'funnel', 'setup'],
  jobs: ['jobs', 'setup'],
};
const ALL_TOPICS = Object.keys(READS) as Topic[];

/** A burst of webhooks is one re-read, not a hundred. */
const COLLECT_MS = 400;
const RECONNECT_MS = 5000;

function invalidate(client: QueryClient, topics: Iterable<Topic>): void {
  const keys = new Set([...topics].flatMap((topic) => READS[topic] ?? []));
  void client.invalidateQueries({ predicate: ({ queryKey }) => keys.has(String(queryKey[0])) });
}

/**
 * Listens to GET /api/v1/events and re-reads what changed. Returns a function that stops. After a broken
 * connection everything is re-read once, because changes in between were missed.
 */
export function listenForChanges(client: QueryClient): () => void {
  const waiting = new Set<Topic>();
  let collect: ReturnType<typeof setTimeout> | undefined;
  let reconnect: ReturnType<typeof setTimeout> | undefined;
  let source: EventSource;
  let interrupted = false;

  const changed = (topics: readonly Topic[]): void => {
    for (const topic of topics) waiting.add(topic);
    collect ??= setTimeout(() => {
      collect = undefined;
      invalidate(client, waiting);
      waiting.clear();
    }, COLLECT_MS);
  };

  const open = (): void => {
    source = new EventSource('/api/v1/events');
    source.addEventListener('open', () => {
      if (interrupted) changed(ALL_TOPICS);
      interrupted = false;
    });
    source.addEventListener('changed', (event: MessageEvent<string>) => {
      changed((JSON.parse(event.data) as ChangedEvent).topics);
    });
    source.addEventListener('error', () => {
      interrupted = true;
      // The browser reconnects by itself, except after an HTTP error, when it gives up for good.
      if (source.readyState === EventSource.CLOSED) reconnect = setTimeout(open, RECONNECT_MS);
    });
  };

  open();
  return () => {
    clearTimeout(collect);
    clearTimeout(reconnect);
    source.close();
  };
}

/** Keeps the figures on screen current for as long as the shell is shown. */
export function useLiveUpdates(): void {
  const client = useQueryClient();
  useEffect(() => listenForChanges(client), [client]);
}
