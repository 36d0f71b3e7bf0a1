import { useQuery } from '@tanstack/react-query';
import { teamsQuery } from '../lib/queries.ts';

type TeamSelectProps = {
  label: string;
  /** What stands for no choice. */
  all: string;
  value: string | undefined;
  onChange: (team: string | undefined) => void;
  /** A further choice after the teams, such as «Не распределено». */
  other?: { value: string; label: string };
};

/** A choice of one team, or of all. */
export function TeamSelect({ label, all, value, onChange, other }: TeamSelectProps) {
  const teams = useQuery(teamsQuery);
  return (
    <label className="flex items-center gap-2 text-sm text-ink-2">
      <span className="sr-only sm:not-sr-only">{label}</span>
      <select
        value={value ?? ''}
        onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
        className="h-8 max-w-60 rounded-control border border-line-strong bg-card px-2 text-sm text-ink pointer-coarse:h-11"
      >
        <option value="">{all}</option>
        {teams.data?.teams.map((team) => (
          <option key={team.slug} value={team.slug}>
            {team.name}
          </option>
        ))}
        {other ? <option value={other.value}>{other.label}</option> : null}
      </select>
    </label>
  );
}
