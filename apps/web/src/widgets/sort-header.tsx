import type { Currency } from '@traffic/contract';
import { useTranslation } from 'react-i18next';
import { metricUnit } from '../lib/metric-text.ts';
import type { Sort, SortKey } from './team-columns.ts';

type SortHeaderProps = { column: SortKey; currency: Currency; sort: Sort; onSort: () => void };

/** A column's header: name, unit, and a button that sorts by click and by Enter. */
export function SortHeader({ column, currency, sort, onSort }: SortHeaderProps) {
  const { t } = useTranslation();
  const active = sort.key === column;
  const isTeam = column === 'team';
  const name = isTeam ? t('teams.team') : t(`metric.${column}`);
  const unit = isTeam ? '' : metricUnit(column, currency);
  return (
    <th
      scope="col"
      aria-sort={active ? (sort.descending ? 'descending' : 'ascending') : 'none'}
      className={`sticky top-0 bg-card p-0 font-normal last:pr-1 ${isTeam ? 'left-0 z-30 text-left' : 'z-20 text-right'}`}
    >
      <button
        type="button"
        onClick={onSort}
        className={`flex h-9 w-full items-center gap-1 px-3 text-xs whitespace-nowrap hover:text-ink -outline-offset-2! ${isTeam ? 'pl-4' : 'justify-end'} ${active ? 'font-medium text-ink' : 'text-ink-2'}`}
      >
        <span>
          {name}
          {unit ? `, ${unit}` : ''}
        </span>
        <span aria-hidden="true" className={active ? '' : 'hidden'}>
          {sort.descending ? '↓' : '↑'}
        </span>
      </button>
    </th>
  );
}
