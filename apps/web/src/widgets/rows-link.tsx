import type { MetricKey } from '@traffic/contract';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ReportSearch } from '../lib/report-search.ts';
import { type RowsTarget, rowsOf } from '../lib/rows-of.ts';

type RowsLinkProps = {
  /** A figure of the catalogue, or the page of its rows. */
  of: MetricKey | RowsTarget;
  team: string | undefined;
  /** Other days or another basis than those of the address. */
  report?: Partial<ReportSearch>;
  /** Fills the height of a table's row, for fingers. */
  tall?: boolean;
  children: ReactNode;
};

const LOOK = 'decoration-line-strong underline-offset-4 hover:underline focus-visible:underline';

/** A figure that opens the rows it is made of: the same days, team and basis. */
export function RowsLink({ of, team, report, tall, children }: RowsLinkProps) {
  const target = typeof of === 'string' ? rowsOf(of) : of;
  if (target === null) return children;
  const className = `${LOOK} ${tall ? 'inline-flex h-9 items-center pointer-coarse:h-11' : ''}`;
  const search = { ...(team === undefined ? {} : { team }), ...report };
  if (target.to === '/ads')
    return (
      <Link to="/ads" search={search} className={className}>
        {children}
      </Link>
    );
  return (
    <Link to={target.to} search={{ ...search, ...target.narrow }} className={className}>
      {children}
    </Link>
  );
}
