import { Currency } from '@traffic/contract';
import type { Academy } from './academy.ts';

/** The money of what is told without being asked for: the academy's own where reports know it, else tenge. */
export const reportCurrency = ({ currency }: Pick<Academy, 'currency'>): Currency =>
  Currency.safeParse(currency).data ?? 'KZT';
