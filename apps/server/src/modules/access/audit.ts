import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';

export type AuditEntry = {
  /** `user:<id>`, `token:<id>` (see `actorOf`) or `system`. */
  actor: string;
  /** `noun.verb`, such as `user.create`. */
  action: string;
  subject?: string;
  /** No personal data, no secrets: the log is kept for long. */
  details?: Record<string, unknown>;
};

/** Writes down who changed what. Call it in the transaction of the change. */
export async function writeAudit(db: Db, clock: Clock, entry: AuditEntry): Promise<void> {
  await db
    .insertInto('audit_log')
    .values({
      at: clock.now(),
      actor: entry.actor,
      action: entry.action,
      subject: entry.subject ?? null,
      details: JSON.stringify(entry.details ?? {}),
    })
    .execute();
}
