/** What the limiter says of a request: let it through, 429, or the account is blocked (403). */
export type Verdict = 'ok' | 'too_many' | 'blocked';

const PER_SECOND = 7;
const EXCESS_BEFORE_BLOCK = 40;
const EXCESS_WINDOW_MS = 10_000;
const BLOCK_MS = 10_000;

/**
 * AmoCRM's limit: 7 requests in any second; who goes on in spite of 429 is blocked with 403 for everything. The real block
 * lasts until support lifts it; here 10 s, so that a demonstration recovers.
 */
export class RateLimiter {
  #passed: number[] = [];
  #excess: number[] = [];
  #blockedUntilMs = 0;
  #asked: number[] = [];
  #busiest = 0;

  /** The most requests that came within any one second, refused ones included. */
  get busiestSecond(): number {
    return this.#busiest;
  }

  check(nowMs: number): Verdict {
    this.#asked = [...this.#asked.filter((at) => at > nowMs - 1000), nowMs];
    this.#busiest = Math.max(this.#busiest, this.#asked.length);
    if (nowMs < this.#blockedUntilMs) return 'blocked';
    this.#passed = this.#passed.filter((at) => at > nowMs - 1000);
    if (this.#passed.length < PER_SECOND) {
      this.#passed.push(nowMs);
      return 'ok';
    }
    this.#excess = [...this.#excess.filter((at) => at > nowMs - EXCESS_WINDOW_MS), nowMs];
    if (this.#excess.length <= EXCESS_BEFORE_BLOCK) return 'too_many';
    this.#excess = [];
    this.#blockedUntilMs = nowMs + BLOCK_MS;
    return 'blocked';
  }
}
