import { useQuery } from '@tanstack/react-query';
import { UTM_FIELDS } from '@traffic/contract';
import { type ChangeEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useReportSearch } from '../../app/use-report.ts';
import { useSession } from '../../app/use-session.ts';
import { withQuery } from '../../lib/api.ts';
import { teamsQuery } from '../../lib/queries.ts';
import { reportParams } from '../../lib/report-search.ts';
import type { RowNarrow } from '../../lib/rows-of.ts';
import { controlClass } from '../../ui/button.tsx';
import { Icon } from '../../ui/icons.tsx';
import { TeamSelect } from '../team-select.tsx';
import { useRecordTexts } from './texts.ts';

/** What narrows a list of leads or sales; it stands in the URL. */
export type RecordFilter = { team?: string | undefined; q?: string | undefined } & RowNarrow;

/** The filter of an address without what else stands in it. */
export const NO_FILTER = Object.fromEntries(
  ['team', 'q', 'rows', 'product', 'bought', ...UTM_FIELDS].map((key) => [key, undefined]),
) as { [K in keyof Required<RecordFilter>]: undefined };

export const isFiltered = (filter: RecordFilter): boolean =>
  Object.values(filter).some((value) => value !== undefined);

type RecordFiltersProps = {
  report: 'leads' | 'sales';
  filter: RecordFilter;
  onFilter: (filter: RecordFilter) => void;
};

const TYPING_MS = 300;

/** Search, team, the chips of what is chosen, and the same list as a file. */
export function RecordFilters({ report, filter, onFilter }: RecordFiltersProps) {
  const text = useRecordTexts();
  const { user } = useSession();
  const search = useReportSearch();
  const { q, ...narrow } = filter;
  const params = { report, ...reportParams(search), ...narrow, search: q };
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <SearchBox value={filter.q} onChange={(q) => onFilter({ ...filter, q })} />
        {user.team ? null : (
          <TeamSelect
            label={text('team')}
            all={text('allTeams')}
            value={filter.team}
            onChange={(team) => onFilter({ ...filter, team })}
            other={{ value: 'unattributed', label: text('unattributed') }}
          />
        )}
        <span className="ml-auto flex items-center gap-2 text-sm text-ink-2">
          {text('export')}
          {(['csv', 'xlsx'] as const).map((format) => (
            <a
              key={format}
              href={withQuery(`/api/v1/export.${format}`, params)}
              download
              className={controlClass('plain')}
            >
              {format.toUpperCase()}
            </a>
          ))}
        </span>
      </div>
      <Chips filter={filter} onFilter={onFilter} />
    </div>
  );
}

function SearchBox({
  value,
  onChange,
}: {
  value: string | undefined;
  onChange: (q: string | undefined) => void;
}) {
  const text = useRecordTexts();
  const [typed, setTyped] = useState(value ?? '');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [known, setKnown] = useState(value);
  // The URL may change without typing: by Back, by a chip.
  if (known !== value) {
    setKnown(value);
    if ((value ?? '') !== typed.trim()) setTyped(value ?? '');
  }
  useEffect(() => () => clearTimeout(timer.current), []);
  const type = (event: ChangeEvent<HTMLInputElement>): void => {
    const next = event.target.value;
    setTyped(next);
    clearTimeout(timer.current);
    const words = next.trim();
    if (words.length === 1) return;
    timer.current = setTimeout(() => onChange(words === '' ? undefined : words), TYPING_MS);
  };
  return (
    <input
      type="search"
      value={typed}
      onChange={type}
      maxLength={100}
      aria-label={text('search')}
      placeholder={text('search')}
      className="h-8 w-full min-w-0 rounded-control border border-line-strong bg-card px-3 text-sm sm:w-80 pointer-coarse:h-11"
    />
  );
}

function Chips({ filter, onFilter }: Pick<RecordFiltersProps, 'filter' | 'onFilter'>) {
  const text = useRecordTexts();
  const chips = useChips(filter);
  if (chips.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-2">
      {chips.map(({ key, label }) => (
        <li key={key} className="min-w-0">
          <button
            type="button"
            aria-label={text('remove', { filter: label })}
            onClick={() => onFilter({ ...filter, [key]: undefined })}
            className="flex h-7 max-w-full items-center gap-1.5 rounded-full bg-accent-soft px-3 text-xs hover:bg-hover pointer-coarse:h-11"
          >
            <span className="truncate">{label}</span>
            <Icon name="close" className="size-3 shrink-0" />
          </button>
        </li>
      ))}
    </ul>
  );
}

type Chip = { key: keyof RecordFilter; label: string };

/** What narrows the list, in words; each can be taken away. */
function useChips(filter: RecordFilter): Chip[] {
  const { t } = useTranslation();
  const text = useRecordTexts();
  const teams = useQuery(teamsQuery);
  const chip = (key: keyof RecordFilter, say: (value: string) => string): Chip[] => {
    const value = filter[key];
    return value === undefined ? [] : [{ key, label: say(value) }];
  };
  const teamName = (slug: string) => teams.data?.teams.find((team) => team.slug === slug)?.name ?? slug;
  const product = (key: string) =>
    key === 'express' || key === 'flagman'
      ? t(`metric.${key}_purchases`)
      : text('filterProduct', { product: key });
  const bought = (key: string) =>
    key === 'express' || key === 'flagman' ? t(`metric.${key}_persons`) : text('filterBought');
  return [
    ...chip('team', (slug) =>
      text('filterTeam', { team: slug === 'unattributed' ? text('unattributed') : teamName(slug) }),
    ),
    ...chip('q', (words) => text('filterSearch', { text: words })),
    ...chip('rows', () => text('filterCounted')),
    ...chip('product', product),
    ...chip('bought', bought),
    ...UTM_FIELDS.flatMap((field) =>
      chip(field, (value) => `${field}: ${value === '' ? text('filterNoTag') : value}`),
    ),
  ];
}
