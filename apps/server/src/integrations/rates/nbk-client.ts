import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import { UpstreamError } from '../../platform/errors.ts';
import { type DayRates, parseRates } from './parse-rates.ts';

const MAX_RETRIES = 3;

export type RatesClient = {
  /**
   * Official rates of `day` (`YYYY-MM-DD`). Null when the bank set none for it (weekends, holidays, the future).
   * @throws UpstreamError `rates` when the bank is away or answers something else
   */
  ratesOf(day: string): Promise<DayRates | null>;
};

export type RatesClientOptions = {
  /** RATES_URL; `fdate=DD.MM.YYYY` is added to it. */
  url: string;
  fetch?: typeof globalThis.fetch;
  timeoutMs?: number;
  /** The first pause before a retry; grows and is jittered. */
  backoffMs?: number;
};

/** Official daily rates of the National Bank of Kazakhstan. No answer and 5xx are asked again by themselves. */
export function createNbkClient(options: RatesClientOptions): RatesClient {
  const policy = retry(
    handleWhen((error) => error instanceof UpstreamError && error.retryable),
    {
      maxAttempts: MAX_RETRIES,
      backoff: new ExponentialBackoff({ initialDelay: options.backoffMs ?? 500, maxDelay: 10_000 }),
    },
  );
  return {
    async ratesOf(day) {
      const url = new URL(options.url);
      url.searchParams.set('fdate', day.split('-').toReversed().join('.'));
      return parseRates(await policy.execute(() => read(url, options)), day);
    },
  };
}

async function read(url: URL, { fetch = globalThis.fetch, timeoutMs = 15_000 }: RatesClientOptions) {
  const { status, body } = await send(url, fetch, timeoutMs);
  if (status !== 200) {
    const retryable = status >= 500 || status === 429;
    throw new UpstreamError('rates', `Нацбанк ответил ошибкой ${status}`, { status, retryable });
  }
  return body;
}

async function send(url: URL, fetch: typeof globalThis.fetch, timeoutMs: number) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
    return { status: response.status, body: await response.text() };
  } catch (cause) {
    throw new UpstreamError('rates', 'Нацбанк не отвечает', { status: null, cause });
  }
}
