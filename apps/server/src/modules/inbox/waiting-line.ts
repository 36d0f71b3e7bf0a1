const MAX_BATCH = 200;
/** One body may have 5 MB: a batch is bounded by bytes as well. */
const MAX_BATCH_BYTES = 8 * 1024 * 1024;
/** Beyond this much waiting the answer is 503 at once: AmoCRM repeats, memory does not grow. */
const MAX_WAITING = 5_000;
const MAX_WAITING_BYTES = 64 * 1024 * 1024;

export type WaitingLine<Entry> = {
  push(entry: Entry): void;
  /** The next batch, in the order of arrival: as many as one commit should hold. */
  take(): Entry[];
  isEmpty(): boolean;
  isFull(): boolean;
};

/** What waits in memory for its commit, bounded in number and in bytes. */
export function createWaitingLine<Entry>(bytesOf: (entry: Entry) => number): WaitingLine<Entry> {
  const waiting: Entry[] = [];
  let waitingBytes = 0;
  return {
    push(entry) {
      waiting.push(entry);
      waitingBytes += bytesOf(entry);
    },
    take() {
      let bytes = 0;
      const end = waiting.findIndex((entry, index) => {
        bytes += bytesOf(entry);
        return index > 0 && (index === MAX_BATCH || bytes > MAX_BATCH_BYTES);
      });
      const batch = waiting.splice(0, end === -1 ? waiting.length : end);
      for (const entry of batch) waitingBytes -= bytesOf(entry);
      return batch;
    },
    isEmpty: () => waiting.length === 0,
    isFull: () => waiting.length >= MAX_WAITING || waitingBytes >= MAX_WAITING_BYTES,
  };
}
