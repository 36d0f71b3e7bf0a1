import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import { currentRequest } from '../../platform/request-context.ts';
import { withoutSecrets } from './without-secrets.ts';

export type AuditEntry = {
  /** `user:<id>`, `token:<id>` (see `actorOf`) or `system`. */
  actor: string;
  /** `noun.verb`, such as `user.create`. */
  action: string;
  subject?: string;
  /** No personal data: the log is kept for long. */
  details?: Record<string, unknown>;
  /** What was changed, as it was and as it is. */
  before?: unknown;
  after?: unknown;
};

/**
 * Writes down who changed what, and in which request. Call it in the transaction of the change. Whatever is named like
 * a secret, an e-mail or a phone is cut out here once more.
 */
export async function writeAudit(db: Db, clock: Clock, entry: AuditEntry): Promise<void> {
  const request = currentRequest();
  const json = (value: unknown) => (value === undefined ? null : JSON.stringify(withoutSecrets(value)));
  await db
    .insertInto('audit_log')
    .values({
      at: clock.now(),
      actor: entry.actor,
      action: entry.action,
      subject: entry.subject ?? null,
      request_id: request?.requestId ?? null,
      details: JSON.stringify(withoutSecrets(entry.details ?? {})),
      before: json(entry.before),
      after: json(entry.after),
    })
    .execute();
  if (request) request.audited = true;
}
