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
/**
 * The stream's first word is always «everything»: what changed between our reading and our listening would be missed. A page
 * that has just been read is read again for it when it has been drawn, not while it is.
 */
const FIRST_WORD_MS = 3000;

/** A list somebody has gone down further than this is not read again page by page, at each sale, while it is being read. */
const FOLLOWED_PAGES = 5;

const pagesOf = (data: unknown): number =>
  typeof data === 'object' && data !== null && 'pages' in data && Array.isArray(data.pages)
    ? data.pages.length
    : 1;

function invalidate(client: QueryClient, topics: Iterable<Topic>): void {
  const keys = new Set([...topics].flatMap((topic) => READS[topic] ?? []));
  void client.invalidateQueries({
    predicate: ({ queryKey, state }) =>
      keys.has(String(queryKey[0])) && pagesOf(state.data) <= FOLLOWED_PAGES,
  });
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
  let spoken = false;
  let dueMs = Number.POSITIVE_INFINITY;

  const changed = (topics: readonly Topic[], afterMs = COLLECT_MS): void => {
    for (const topic of topics) waiting.add(topic);
    if (Date.now() + afterMs >= dueMs) return;
    clearTimeout(collect);
    dueMs = Date.now() + afterMs;
    collect = setTimeout(() => {
      dueMs = Number.POSITIVE_INFINITY;
      invalidate(client, waiting);
      waiting.clear();
    }, afterMs);
  };

  const open = (): void => {
    source = new EventSource('/api/v1/events');
    source.addEventListener('open', () => {
      if (interrupted) changed(ALL_TOPICS);
      interrupted = false;
    });
    source.addEventListener('changed', (event: MessageEvent<string>) => {
      changed((JSON.parse(event.data) as ChangedEvent).topics, spoken ? COLLECT_MS : FIRST_WORD_MS);
      spoken = true;
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
