import { CREDIT_MODELS, type CreditModel, type ModelsResponse, type TeamRef } from '@traffic/contract';
import type { z } from 'zod';
import { creditShares, divide, WHOLE } from './credit-shares.ts';
import type { TouchedSale } from './load-touched-sales.ts';

type Row = z.infer<typeof ModelsResponse>['rows'][number];
type Column = 'credit' | CreditModel;
type Cell = { sales: bigint; revenue: bigint };

const COLUMNS = ['credit', ...CREDIT_MODELS] as const satisfies readonly Column[];

/** Sums sales by team under the credit decision and under each report model, side by side. */
export function createComparison() {
  const cells = new Map<string, Cell>();
  let unknown = 0;

  function add(column: Column, teamId: number | null, sales: bigint, revenue: bigint): void {
    const key = `${column} ${teamId}`;
    const cell = cells.get(key) ?? { sales: 0n, revenue: 0n };
    cells.set(key, { sales: cell.sales + sales, revenue: cell.revenue + revenue });
  }

  return {
    /** A sale without any ad touch is nobody's under every model. */
    take({ creditedTo, soldAt, amount, touches }: TouchedSale): void {
      if (amount === null) unknown += 1;
      // What is unknown adds nothing to revenue and is counted beside.
      const known = amount === null ? 0n : amount;
      add('credit', creditedTo, WHOLE, known);
      const shown = touches.length > 0 ? touches : [{ at: soldAt, teamId: null }];
      const touchedAt = shown.map((touch) => touch.at);
      for (const model of CREDIT_MODELS) {
        const shares = creditShares(model, touchedAt, soldAt);
        const money = divide(known, shares.map(Number));
        for (const [index, { teamId }] of shown.entries())
          add(model, teamId, shares[index] ?? 0n, money[index] ?? 0n);
      }
    },
    /** One row a team and one for «Не распределено»; every column sums to the same total. */
    rows(teams: readonly TeamRef[]): { rows: Row[]; sales_amount_unknown: number } {
      const rows = [...teams, null].map((team): Row => {
        const column = (name: Column) => toFigures(cells.get(`${name} ${team?.id ?? null}`));
        const [credit, first, last, linear, position, time_decay] = COLUMNS.map(column);
        const empty = toFigures(undefined);
        return {
          team,
          credit: credit ?? empty,
          first: first ?? empty,
          last: last ?? empty,
          linear: linear ?? empty,
          position: position ?? empty,
          time_decay: time_decay ?? empty,
        };
      });
      return { rows, sales_amount_unknown: unknown };
    },
  };
}

function toFigures(cell: Cell = { sales: 0n, revenue: 0n }): { sales: string; revenue: string } {
  return { sales: decimal(cell.sales, 9), revenue: decimal(cell.revenue, 2) };
}

/** An integer of 10^-places as a decimal string. */
function decimal(value: bigint, places: number): string {
  const digits = String(value < 0n ? -value : value).padStart(places + 1, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
