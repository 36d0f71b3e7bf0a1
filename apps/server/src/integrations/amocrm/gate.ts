import type { AmocrmError } from './amocrm-error.ts';

/**
 * Stands before every request to AmoCRM: the pace that all processes share (AmoCRM allows 7 requests a
 * second per integration and blocks the account on repeated excess) and the stop while it refuses us.
 */
export type Gate = {
  /**
   * Resolves at the instant when one request may be sent: send it without further waiting.
   * @throws AmocrmError with `heldBack` while AmoCRM refuses us and it is too early to look again, or when
   * the wait would be longer than a job should sleep
   * @param urgent goes before this process's others: what they wait for, such as a new token
   */
  acquire(urgent?: 'urgent'): Promise<void>;
  /** What came of a request: null for an answer, else the error. Never throws. */
  note(outcome: AmocrmError | null): Promise<void>;
};
