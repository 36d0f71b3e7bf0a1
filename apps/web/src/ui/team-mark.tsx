import type { TeamRef } from '@traffic/contract';

/** A team as it is told apart everywhere: its colour as an 8-px dot, its own emoji, its name. */
export function TeamMark({ team }: { team: TeamRef }) {
  return (
    <span className="inline-flex min-w-0 items-center gap-2">
      <TeamDot color={team.color} />
      <span className="min-w-0 truncate">{team.name}</span>
      <span aria-hidden="true">{team.emoji}</span>
    </span>
  );
}

export function TeamDot({ color }: { color: string }) {
  return (
    <span aria-hidden="true" className="size-2 shrink-0 rounded-full" style={{ backgroundColor: color }} />
  );
}
