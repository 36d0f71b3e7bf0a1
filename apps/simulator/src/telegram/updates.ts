/** A message that somebody wrote to the bot, or a change of the bot's rights in a chat, as the Bot API tells it. */
export type Update = { update_id: number } & Record<string, unknown>;

type Poll = { offset: number; limit: number; waitMs: number };
type Waiting = { wake: (answer: Update[] | 'conflict') => void };

/**
 * The queue behind `getUpdates`: kept until an offset above them confirms them, told to one poller at a time. A second
 * poller ends the first, as Telegram does.
 */
export class Updates {
  #queue: Update[] = [];
  #lastId = 0;
  #waiting: Waiting | null = null;

  /** Adds an update; `body` is everything but its id. */
  push(body: Record<string, unknown>): Update {
    this.#lastId += 1;
    const update = { update_id: this.#lastId, ...body };
    this.#queue.push(update);
    this.#waiting?.wake([update]);
    return update;
  }

  get all(): readonly Update[] {
    return this.#queue;
  }

  /** What came at or after `offset`, waiting for the first when there is nothing; older ones are confirmed by it. */
  take({ offset, limit, waitMs }: Poll): Promise<Update[] | 'conflict'> {
    this.#waiting?.wake('conflict');
    if (offset > 0) this.#queue = this.#queue.filter((update) => update.update_id >= offset);
    const found = this.#queue.slice(0, limit);
    if (found.length > 0 || waitMs === 0) return Promise.resolve(found);
    return new Promise((resolve) => {
      const timer = setTimeout(() => waiting.wake([]), waitMs);
      timer.unref();
      const waiting: Waiting = {
        wake: (answer) => {
          clearTimeout(timer);
          if (this.#waiting === waiting) this.#waiting = null;
          resolve(answer);
        },
      };
      this.#waiting = waiting;
    });
  }

  /** Lets a waiting poller go, so that the server can close. */
  close(): void {
    this.#waiting?.wake([]);
  }
}
