type PlanBarProps = {
  /** Percent of the plan that is there; more than 100 is a full bar. */
  done: string | null;
  /** Part of the week that is over, 0 to 1: the mark on the bar. */
  elapsed: number;
  label: string;
};

/** A thin bar as long as the percentage, with a mark where the week is. */
export function PlanBar({ done, elapsed, label }: PlanBarProps) {
  const width = done === null ? 0 : Math.min(100, Math.max(0, Number(done)));
  return (
    <span
      role="img"
      aria-label={label}
      title={label}
      className="relative block h-1 w-full rounded-full bg-line"
    >
      <span
        className="absolute inset-y-0 left-0 block rounded-full bg-accent"
        style={{ width: `${width}%` }}
      />
      {elapsed > 0 && elapsed < 1 ? (
        <span className="absolute -inset-y-0.5 block w-0.5 bg-ink-2" style={{ left: `${elapsed * 100}%` }} />
      ) : null}
    </span>
  );
}
