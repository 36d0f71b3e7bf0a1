import { sql } from 'kysely';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Logger } from '../../platform/log.ts';
import { type Alarm, clearAlarm, raiseAlarm } from './alarms.ts';

type Deps = { db: Db; clock: Clock; log: Logger };

/** Days before the end at which people are told. */
const STEPS = [1, 7, 14, 30] as const;

/** The nearest of 30, 14, 7 and 1 days that has come; null while there is more time. */
export function expiryStep(daysLeft: number): (typeof STEPS)[number] | null {
  return STEPS.find((step) => daysLeft <= step) ?? null;
}

/**
 * The alarm of something that ends on a day: told once at each of 30, 14, 7 and 1 days before, closed when it was renewed.
 * The alarm of an earlier step is replaced without a word that it were over.
 *
 * @param daysLeft whole days; null = no end is known
 */
export async function watchExpiry(deps: Deps, alarm: Alarm, daysLeft: number | null): Promise<void> {
  const step = daysLeft === null ? null : expiryStep(daysLeft);
  if (step === null) {
    await clearAlarm(deps, alarm.key);
    return;
  }
  await sql`
    update alarms set closed_at = ${deps.clock.now()}, told_over_at = ${deps.clock.now()}
    where key = ${alarm.key} and closed_at is null and details ->> 'step' is distinct from ${String(step)}`.execute(
    deps.db,
  );
  await raiseAlarm(deps, { ...alarm, details: { ...alarm.details, days_left: daysLeft, step } });
}
