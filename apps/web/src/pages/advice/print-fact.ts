import type { AdviceFact, Currency } from '@traffic/contract';
import type { Formatter } from '../../lib/format.ts';

/** A figure of the evidence as the reports print it. */
export function printFact(
  { value, unit }: Pick<AdviceFact, 'value' | 'unit'>,
  currency: Currency,
  format: Formatter,
): string {
  switch (unit) {
    case 'money':
      return format.money(value, currency);
    case 'percent':
      return format.percent(value, 2);
    case 'times':
      return `${format.number(value, 2)}\u00a0×`;
    case 'days':
    case 'count':
      return format.number(value);
  }
}
