import { useQuery } from '@tanstack/react-query';
import { type ChangeEvent, useEffect, useRef, useState } from 'react';
import { useReportSearch } from '../../app/use-report.ts';
import { useSession } from '../../app/use-session.ts';
import { withQuery } from '../../lib/api.ts';
import { teamsQuery } from '../../lib/queries.ts';
import { reportParams } from '../../lib/report-search.ts';
import { controlClass } from '../../ui/button.tsx';
import { Icon } from '../../ui/icons.tsx';
import { TeamSelect } from '../team-select.tsx';
import { useRecordTexts } from './texts.ts';

/** What narrows a list of leads or sales; it stands in the URL. */
export type RecordFilter = { team?: string | undefined; q?: string | undefined };

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
  const params = { report, ...reportParams(search), team: filter.team, search: filter.q };
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
  const teams = useQuery(teamsQuery);
  const team =
    filter.team === 'unattributed'
      ? text('unattributed')
      : (teams.data?.teams.find(({ slug }) => slug === filter.team)?.name ?? filter.team);
  const chips = [
    ...(team === undefined
      ? []
      : [{ label: text('filterTeam', { team }), without: { ...filter, team: undefined } }]),
    ...(filter.q === undefined
      ? []
      : [{ label: text('filterSearch', { text: filter.q }), without: { ...filter, q: undefined } }]),
  ];
  if (chips.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-2">
      {chips.map(({ label, without }) => (
        <li key={label}>
          <button
            type="button"
            aria-label={text('remove', { filter: label })}
            onClick={() => onFilter(without)}
            className="flex h-7 items-center gap-1.5 rounded-full bg-accent-soft px-3 text-xs hover:bg-hover pointer-coarse:h-11"
          >
            {label}
            <Icon name="close" className="size-3" />
          </button>
        </li>
      ))}
    </ul>
  );
}
