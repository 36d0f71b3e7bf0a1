import { sql } from 'kysely';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Logger } from '../../platform/log.ts';

type Deps = { db: Db; clock: Clock; log: Logger };

export type Alarm = {
  /** The cause: one open alarm each, such as `amocrm.unpaid`. */
  key: string;
  /** Whose trouble it is: `amocrm`, `meta`, `telegram`... */
  source: string;
  /** What happened and what to do, in Russian. */
  message: string;
  details?: Record<string, unknown>;
};

/**
 * Raises an alarm once per cause: while it is open, raising it again only counts. Safe from any number of
 * processes at once.
 *
 * @returns true when it was opened by this call
 */
export async function raiseAlarm({ db, clock, log }: Deps, alarm: Alarm): Promise<boolean> {
  const { key, source, message, details = {} } = alarm;
  const now = clock.now();
  const { rows } = await sql<{ raised: number }>`
    insert into alarms (key, source, message, details, opened_at, last_raised_at)
    values (${key}, ${source}, ${message}, ${JSON.stringify(details)}::jsonb, ${now}, ${now})
    on conflict (key) where closed_at is null
    do update set raised = alarms.raised + 1, last_raised_at = excluded.last_raised_at, message = excluded.message,
      details = excluded.details
    returning raised`.execute(db);
  const opened = rows[0]?.raised === 1;
  if (opened) log.error({ alarm: key, source, details }, message);
  return opened;
}

/** Closes the alarm of a cause that is gone; true when one was open. */
export async function clearAlarm({ db, clock, log }: Deps, key: string): Promise<boolean> {
  const closed = await db
    .updateTable('alarms')
    .set({ closed_at: clock.now() })
    .where('key', '=', key)
    .where('closed_at', 'is', null)
    .returning('id')
    .execute();
  if (closed.length > 0) log.info({ alarm: key }, 'alarm is over');
  return closed.length > 0;
}
