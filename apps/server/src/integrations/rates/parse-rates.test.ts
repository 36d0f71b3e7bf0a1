import { describe, expect, it } from 'vitest';
import { UpstreamError } from '../../platform/errors.ts';
import { parseRates } from './parse-rates.ts';

/** Hand-made after the shape in the bank's description of `get_rates.cfm`. */
function sheet(date: string, ...items: [title: string, description: string, quant: string][]): string {
  const body = items.map(
    ([title, description, quant]) =>
      `<item><fullname>ДОЛЛАР</fullname><title>${title}</title><description>${description}</description><quant>${quant}</quant><change>0.00</change></item>`,
  );
  return `<?xml version="1.0"?>\n<rates>\n<title>Official exchange rates</title>\n<date>${date}</date>\n${body.join('\n')}\n</rates>`;
}

describe('the sheet of rates', () => {
  it.each([
    ['505.16', '1', '505.16'],
    ['505,16', '1', '505.16'],
    ['1 205,16', '1', '1205.16'],
    ['387.4', '100', '3.874'],
    [' 505.16 ', '1', '505.16'],
  ])('"%s" for %s units is %s for one', (description, quant, expected) => {
    const rates = parseRates(sheet('02.03.2026', ['USD', description, quant]), '2026-03-02');
    expect(rates?.get('USD')).toBe(expected);
  });

  it('has one entry per currency', () => {
    const rates = parseRates(
      sheet('02.03.2026', ['USD', '505.16', '1'], ['UZS', '4.15', '100']),
      '2026-03-02',
    );
    expect([...(rates ?? [])]).toEqual([
      ['USD', '505.16'],
      ['UZS', '0.0415'],
    ]);
  });

  it('without items says nothing about the day', () => {
    expect(parseRates(sheet('01.03.2026'), '2026-03-01')).toBeNull();
    expect(parseRates(sheet(''), '2026-03-01')).toBeNull();
  });

  it('of another day is not taken for the asked one', () => {
    expect(parseRates(sheet('20.11.2026', ['USD', '520.00', '1']), '2026-03-02')).toBeNull();
  });

  it.each(['', '-', 'n/a', '0', '-505.16', '5O5.16'])(
    'leaves out an item of "%s" and keeps the others',
    (price) => {
      const rates = parseRates(
        sheet('02.03.2026', ['USD', price, '1'], ['EUR', '580.10', '1'], ['JPY', '3.3', '0']),
        '2026-03-02',
      );
      expect([...(rates ?? [])]).toEqual([['EUR', '580.1']]);
    },
  );

  it('accepts "612.00" as well as 612', () => {
    const rates = parseRates(sheet('02.03.2026', ['USD', '612.00', '1'], ['EUR', '612', '1']), '2026-03-02');
    expect([...(rates ?? [])]).toEqual([
      ['USD', '612'],
      ['EUR', '612'],
    ]);
  });

  it.each([
    '<html><body>Service unavailable</body></html>',
    sheet('02.03.2026', ['USD', '', '1']),
    sheet('02.03.2026', ['USD', '505.16', '0']),
    sheet('02.03.2026', ['USD', 'n/a', '1']),
  ])('is refused when it is not one: %#', (xml) => {
    expect(() => parseRates(xml, '2026-03-02')).toThrow(UpstreamError);
  });
});
