import type { Currency, MetricKey, MetricValues, TeamRow } from '@traffic/contract';
import { type MetricReasons, metricCell, metricExact } from '../lib/metric-text.ts';
import { useChanged } from '../lib/use-changed.ts';
import { useFormatter } from '../lib/use-formatter.ts';
import { Figure, Unknown } from '../ui/figure.tsx';
import { RowsLink } from './rows-link.tsx';

type MetricCellProps = {
  metric: MetricKey;
  values: MetricValues;
  late: TeamRow['incomplete'];
  currency: Currency;
  /** What the table shows (period, currency): a change of it is not news and is not highlighted. */
  scope: string;
  /** Share of all spend, 0..100, drawn as a line under the figure. */
  share?: string | null;
  /** Words for what is unknown or unsure, found once for all cells of a row. */
  reasons: MetricReasons;
  /** Whose rows the figure is made of; null = of everybody. */
  team: string | null;
  className?: string;
};

/** One figure of the table: known, unknown («—» and why) or unsure (hatched and why). */
export function MetricCell({
  metric,
  values,
  late,
  currency,
  scope,
  share,
  reasons,
  team,
  className = '',
}: MetricCellProps) {
  const format = useFormatter();
  const value = values[metric];
  const incomplete = reasons.incomplete(metric, late);
  const changed = useChanged(value, scope);
  const exact = value === null ? '' : metricExact(metric, value, currency, format);
  return (
    <td
      className={`relative px-3 last:pr-4 text-right whitespace-nowrap ${incomplete ? 'hatched' : ''} ${changed ? 'changed' : ''} ${className}`}
    >
      {value === null ? (
        <Unknown reason={reasons.unknown(metric, values) ?? ''} />
      ) : (
        <RowsLink of={metric} team={team ?? undefined} tall>
          <Figure value={value} title={incomplete ? `${exact}. ${incomplete}` : exact}>
            {metricCell(metric, value, currency, format)}
          </Figure>
        </RowsLink>
      )}
      {incomplete ? <span className="sr-only">{incomplete}</span> : null}
      {share ? (
        <span aria-hidden="true" className="absolute inset-x-3 bottom-1 h-0.5">
          <span className="absolute inset-y-0 right-0 rounded-full bg-bar" style={{ width: `${share}%` }} />
        </span>
      ) : null}
    </td>
  );
}
