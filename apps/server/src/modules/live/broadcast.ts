import { CHANGE_TOPICS, type ChangedEvent } from '@traffic/contract';
import type { Db } from '../../platform/database/index.ts';
import type { Logger } from '../../platform/log.ts';
import { readTopics, type Topic } from './change-counters.ts';

const POLL_MS = 700;

type Listener = (event: ChangedEvent) => void;

export type Broadcast = {
  /**
   * Calls `listener` at each change until the returned function is called; and once at the start, with every
   * topic: what changed between the caller's reading and this call would otherwise be missed.
   */
  listen(listener: Listener): () => void;
  stop(): void;
};

/**
 * Watches the change counters for all open screens of this process with one tiny query, and only while a
 * screen is open. Works through any pooler: no LISTEN, no session state.
 */
export function createBroadcast(db: Db, log: Logger): Broadcast {
  const listeners = new Set<Listener>();
  let timer: NodeJS.Timeout | null = null;
  let seen: Map<Topic, string> | null = null;

  async function look(): Promise<void> {
    try {
      const now = await readTopics(db);
      const before = seen;
      seen = now;
      if (before === null) return;
      const topics = [...now]
        .filter(([topic, version]) => before.get(topic) !== version)
        .map(([topic]) => topic);
      if (topics.length > 0) for (const listener of listeners) listener({ topics });
    } catch (error) {
      log.warn({ err: error }, 'change counters not read');
    }
  }

  function schedule(): void {
    timer = setTimeout(async () => {
      await look();
      if (listeners.size > 0) schedule();
      else timer = null;
    }, POLL_MS);
  }

  /** Tells a newcomer to read everything, once the point is fixed from which changes are told. */
  async function welcome(listener: Listener): Promise<void> {
    if (timer === null) {
      seen = null;
      schedule();
      await look();
    }
    if (listeners.has(listener)) listener({ topics: [...CHANGE_TOPICS] });
  }

  return {
    listen(listener) {
      listeners.add(listener);
      void welcome(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      listeners.clear();
      if (timer !== null) clearTimeout(timer);
    },
  };
}
