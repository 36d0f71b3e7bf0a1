import type { AdviceFact } from '@traffic/contract';
import type { Formatter } from '../../lib/format.ts';

/** A figure of the evidence as the reports print it. The engine's money is tenge. */
export function printFact({ value, unit }: Pick<AdviceFact, 'value' | 'unit'>, format: Formatter): string {
  switch (unit) {
    case 'money':
      return format.money(value, 'KZT');
    case 'percent':
      return format.percent(value, 2);
    case 'times':
      return `${format.number(value, 2)}\u00a0×`;
    case 'days':
    case 'count':
      return format.number(value);
  }
}
