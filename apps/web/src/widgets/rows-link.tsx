import type { MetricKey } from '@traffic/contract';
import type { ReactNode } from 'react';
import { InnerLink } from '../app/inner-link.tsx';
import type { ReportSearch } from '../lib/report-search.ts';
import { type RowsTarget, rowsOf } from '../lib/rows-of.ts';

type RowsLinkProps = {
  /** A figure of the catalogue, or the page of its rows. */
  of: MetricKey | RowsTarget;
  team: string | undefined;
  /** Other days or another basis than those of the address. */
  report?: Partial<ReportSearch>;
  /** Fills the height of a table's row and is never narrower than a fingertip: one digit alone is 8 px. */
  tall?: boolean;
  children: ReactNode;
};

const LOOK = 'decoration-line-strong underline-offset-4 hover:underline focus-visible:underline';

/** A figure that opens the rows it is made of: the same days, team and basis. */
export function RowsLink({ of, team, report, tall, children }: RowsLinkProps) {
  const target = typeof of === 'string' ? rowsOf(of) : of;
  if (target === null) return children;
  const className = `${LOOK} ${tall ? 'inline-flex h-9 min-w-6 items-center justify-end pointer-coarse:h-11' : ''}`;
  const search = { ...(team === undefined ? {} : { team }), ...report };
  return (
    <InnerLink to={target.to} search={{ ...search, ...target.narrow }} className={className}>
      {children}
    </InnerLink>
  );
}
