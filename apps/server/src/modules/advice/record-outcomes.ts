import type { AdviceOutcome } from '@traffic/contract';
import { addDays, businessDayOf } from '../../platform/business-day.ts';
import type { ReportDeps } from '../analytics/index.ts';
import { changeSince } from './change-since.ts';
import { type Finding, keptFinding } from './finding.ts';
import { placeFact } from './place-fact.ts';
import { readFact } from './read-fact.ts';

const AFTER_DAYS = [7, 14] as const;

/**
 * What became of the figure that an accepted recommendation was about, 7 and 14 whole days after the word was given.
 * Measured once and kept; what Meta restates later changes the reports, not the record.
 *
 * @returns how many outcomes were measured
 */
export async function recordOutcomes(deps: ReportDeps): Promise<number> {
  const now = deps.clock.now();
  const { timezone } = await deps.academy();
  const today = businessDayOf(now, timezone);
  const rows = await deps.db
    .selectFrom('recommendations')
    .select(['id', 'evidence', 'decided_at', 'outcomes'])
    .where('state', '=', 'accepted')
    .execute();
  let measured = 0;
  for (const row of rows) {
    const outcomes = row.outcomes as AdviceOutcome[];
    if (row.decided_at === null || outcomes.length >= AFTER_DAYS.length) continue;
    const decided = businessDayOf(row.decided_at, timezone);
    for (const days of AFTER_DAYS) {
      const period = { start: addDays(decided, 1), end: addDays(decided, days) };
      if (period.end >= today || outcomes.some((one) => one.days === days)) continue;
      outcomes.push(await outcomeOf(deps, keptFinding(row.evidence), days, period));
      measured += 1;
    }
    await deps.db
      .updateTable('recommendations')
      .set({ outcomes: JSON.stringify(outcomes) })
      .where('id', '=', row.id)
      .execute();
  }
  return measured;
}

async function outcomeOf(
  deps: ReportDeps,
  finding: Finding,
  days: AdviceOutcome['days'],
  period: { start: string; end: string },
): Promise<AdviceOutcome> {
  const before = finding.facts.find(({ key }) => key === finding.headline);
  const measured_at = deps.clock.now().toISOString();
  const value = before === undefined ? null : await readFact(deps, finding, before, period);
  if (before === undefined || value === null) return { days, fact: null, change_percent: null, measured_at };
  const after = { ...before, value, period };
  return {
    ...{ days, measured_at, fact: placeFact(after, finding) },
    change_percent: changeSince(before, after),
  };
}
