import { Big } from 'big.js';
import { UpstreamError } from '../../platform/errors.ts';

/** KZT for one unit of each currency, as decimal strings, by currency code. */
export type DayRates = Map<string, string>;

export type RatesClient = {
  /**
   * Official rates of a day; null when the bank published none for it.
   * @throws UpstreamError `rates` when the bank is away or answers something else
   */
  ratesOf(day: string): Promise<DayRates | null>;
};

/**
 * The National Bank of Kazakhstan's feed: `?fdate=DD.MM.YYYY` answers
 * `<rates><item><title>USD</title><description>505.16</description><quant>1</quant>...`. A rate is for
 * `quant` units; decimals come with a point or a comma; a day without items is normal (it carries over).
 */
export function createNbkClient(options: {
  url: string;
  timeoutMs?: number;
  fetch?: typeof globalThis.fetch;
}): RatesClient {
  const fetch = options.fetch ?? globalThis.fetch;
  return {
    async ratesOf(day) {
      const url = new URL(options.url);
      url.searchParams.set('fdate', day.split('-').reverse().join('.'));
      const text = await read(fetch, url, options.timeoutMs ?? 20_000);
      if (!text.includes('<rates'))
        throw new UpstreamError('rates', 'Нацбанк ответил не курсами', { status: 200 });
      const rates = readItems(text);
      return rates.size === 0 ? null : rates;
    },
  };
}

async function read(fetch: typeof globalThis.fetch, url: URL, timeoutMs: number): Promise<string> {
  let response: Response;
  try {
    response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
  } catch (error) {
    throw new UpstreamError('rates', 'Нацбанк не отвечает', { status: null, cause: error });
  }
  if (!response.ok) throw new UpstreamError('rates', 'Нацбанк ответил ошибкой', { status: response.status });
  return response.text();
}

function readItems(xml: string): DayRates {
  const rates: DayRates = new Map();
  for (const [, item = ''] of xml.matchAll(/<item>([\s\S]*?)<\/item>/g)) {
    const code = tag(item, 'title');
    const rate = decimal(tag(item, 'description'));
    const quant = decimal(tag(item, 'quant') ?? '1');
    if (code === null || !/^[A-Z]{3}$/.test(code) || rate === null || quant === null) continue;
    rates.set(code, rate.div(quant).round(8).toFixed());
  }
  return rates;
}

function tag(item: string, name: string): string | null {
  return new RegExp(`<${name}>\\s*([^<]*?)\\s*</${name}>`).exec(item)?.[1] ?? null;
}

function decimal(text: string | null): Big | null {
  const digits = text?.replace(',', '.').replaceAll(/\s/g, '') ?? '';
  if (!/^\d+(\.\d+)?$/.test(digits)) return null;
  const value = Big(digits);
  return value.gt(0) ? value : null;
}
