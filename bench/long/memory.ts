import { readFileSync } from 'node:fs';

export type Memory = { at: number; pid: number; megabytes: number };

/** Resident memory of a process; null when it is gone. */
export function residentMegabytes(pid: number): number | null {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) / 1024;
  } catch {
    return null;
  }
}

/** Megabytes an hour by least squares; null for too few samples to mean anything. */
export function slopePerHour(samples: readonly Memory[]): number | null {
  if (samples.length < 10) return null;
  const mean = (of: (sample: Memory) => number) =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length;
  const [meanAt, meanMb] = [mean(({ at }) => at), mean(({ megabytes }) => megabytes)];
  const over = samples.reduce((sum, { at, megabytes }) => sum + (at - meanAt) * (megabytes - meanMb), 0);
  const under = samples.reduce((sum, { at }) => sum + (at - meanAt) ** 2, 0);
  return under === 0 ? null : (over / under) * 3_600;
}
