import type { JobProgress } from '@traffic/contract';
import { useFormatter } from '../../lib/use-formatter.ts';

type ProgressProps = { label: string; progress: JobProgress | null };

/** How far a job is: a bar when the end is known, the count when it is not. */
export function Progress({ label, progress }: ProgressProps) {
  const format = useFormatter();
  const total = progress?.total ?? null;
  const share = progress && total ? Math.min(progress.done / total, 1) : null;
  const done = progress ? format.number(progress.done) : '';
  return (
    <div className="grid gap-1">
      <p className="flex justify-between gap-3 text-sm">
        <span>{label}</span>
        <span className="text-ink-2">{total === null ? done : `${done} / ${format.number(total)}`}</span>
      </p>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(share === null ? {} : { 'aria-valuenow': Math.round(share * 100) })}
        className="relative h-1 overflow-hidden rounded-full bg-hover"
      >
        {share === null ? (
          <div className="progress-line" />
        ) : (
          <div className="h-full rounded-full bg-accent" style={{ width: `${share * 100}%` }} />
        )}
      </div>
    </div>
  );
}
