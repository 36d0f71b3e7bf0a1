import { describe, expect, it } from 'vitest';
import { createNbkClient } from './nbk-client.ts';

const item = (title: string, description: string, quant: string) =>
  `<item><fullname>X</fullname><title>${title}</title><description>${description}</description><quant>${quant}</quant></item>`;

function bank(body: string, status = 200) {
  const asked: string[] = [];
  const client = createNbkClient({
    url: 'http://bank.invalid/rss/get_rates.cfm',
    fetch: async (url) => {
      asked.push(url instanceof URL ? url.href : 'not a URL');
      return new Response(body, { status });
    },
  });
  return { client, asked };
}

describe('the National Bank client', () => {
  it('divides by quant and accepts point and comma', async () => {
    const { client, asked } = bank(
      `<rates>${item('USD', '505.16', '1')}${item('UZS', '4,11', '100')}${item('JPY', '331.50', '100')}</rates>`,
    );
    expect(await client.ratesOf('2026-11-05')).toEqual(
      new Map([
        ['USD', '505.16'],
        ['UZS', '0.0411'],
        ['JPY', '3.315'],
      ]),
    );
    expect(asked).toEqual(['http://bank.invalid/rss/get_rates.cfm?fdate=05.11.2026']);
  });

  it('tells a day without items from an answer that is no feed', async () => {
    expect(await bank('<rates><generator>x</generator></rates>').client.ratesOf('2026-11-08')).toBeNull();
    await expect(bank('<html>busy</html>').client.ratesOf('2026-11-08')).rejects.toMatchObject({
      source: 'rates',
    });
  });

  it('leaves out a rate that is no positive number instead of inventing one or refusing the day', async () => {
    const { client } = bank(`<rates>${item('USD', '-', '1')}${item('RUB', '5.1', '1')}</rates>`);
    expect(await client.ratesOf('2026-11-05')).toEqual(new Map([['RUB', '5.1']]));
  });

  it('says the status of a refusal', async () => {
    await expect(bank('', 503).client.ratesOf('2026-11-05')).rejects.toMatchObject({ upstreamStatus: 503 });
  });
});
