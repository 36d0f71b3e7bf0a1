/** What is asked of the big data, with the acceptance limit of its p95, and the same figures straight from raw rows. */
export type Question = { name: string; path: string; limitMs: number; raw?: string };

const PERIODS = [
  { name: '30 days', query: 'start=2026-10-22&end=2026-11-20' },
  { name: '365 days', query: 'start=2025-11-21&end=2026-11-20' },
] as const;
const BASES = ['cash', 'cohort'] as const;

const ASKED = [
  { name: 'overview', path: '/api/v1/overview?', limitMs: 50 },
  { name: 'trend by day', path: '/api/v1/trend?group=day&', limitMs: 50 },
  { name: 'trend by week', path: '/api/v1/trend?group=week&', limitMs: 50 },
  { name: 'funnel', path: '/api/v1/funnel?', limitMs: 100 },
  { name: 'dashboard funnel', path: '/api/traffic-dashboard/funnel?', limitMs: 100 },
] as const;

export const QUESTIONS: readonly Question[] = ASKED.flatMap((asked) =>
  PERIODS.flatMap((period) =>
    BASES.map((basis) => ({
      name: `${asked.name}, ${period.name}, ${basis}`,
      path: `${asked.path}${period.query}&basis=${basis}`,
      limitMs: asked.limitMs,
    })),
  ),
);
