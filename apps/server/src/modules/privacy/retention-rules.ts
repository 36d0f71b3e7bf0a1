import { type RawBuilder, sql } from 'kysely';

/** What is kept for how long; `remove` takes at most `limit` of what is older than `before`. */
export type RetentionRule = {
  what: string;
  days: number;
  remove(before: Date, now: Date, limit: number): RawBuilder<unknown>;
};

/** Rows of a table in the order of their age, as a set that a statement can take. */
const oldest = (table: string, key: string, old: RawBuilder<unknown>, limit: number) => sql`
  delete from ${sql.table(table)} where ${sql.ref(key)} in (
    select ${sql.ref(key)} from ${sql.table(table)} where ${old} limit ${limit})`;

/**
 * How long things are kept. Leads, deals, sales and their receipts are the books of the school and stay; a person's
 * data in them goes when the person asks (`erasePerson`).
 */
export const RETENTION_RULES: readonly RetentionRule[] = [
  {
    // Only the hash stays. What waits to be processed is not old, whenever it came.
    what: 'webhook bodies',
    days: 400,
    remove: (before, now, limit) => sql`
      update webhook_deliveries set body = ''::bytea, headers = '{}', body_removed_at = ${now}, body_removed_for = 'retention'
      where id in (select id from webhook_deliveries
        where body_removed_at is null and received_at < ${before} and state <> 'pending' order by received_at limit ${limit})`,
  },
  {
    what: 'delivery attempts',
    days: 400,
    remove: (before, _now, limit) => oldest('delivery_attempts', 'id', sql`at < ${before}`, limit),
  },
  {
    what: 'audit log',
    days: 1_095,
    remove: (before, _now, limit) => oldest('audit_log', 'id', sql`at < ${before}`, limit),
  },
  {
    what: 'notices that are over',
    days: 400,
    remove: (before, _now, limit) =>
      oldest('notifications', 'id', sql`created_at < ${before} and state <> 'pending'`, limit),
  },
  {
    // The last run of a kind says how fresh its source is, however old it is.
    what: 'runs of jobs',
    days: 400,
    remove: (before, _now, limit) =>
      oldest(
        'sync_runs',
        'id',
        sql`finished_at < ${before} and exists (
          select from sync_runs newer where newer.kind = sync_runs.kind and newer.status = sync_runs.status
            and newer.id > sync_runs.id)`,
        limit,
      ),
  },
  {
    what: 'comparisons with the CRM',
    days: 400,
    remove: (before, _now, limit) =>
      oldest(
        'reconciliations',
        'id',
        sql`finished_at < ${before} and exists (select from reconciliations newer where newer.id > reconciliations.id)`,
        limit,
      ),
  },
  {
    what: 'alarms that are over',
    days: 400,
    remove: (before, _now, limit) => oldest('alarms', 'id', sql`closed_at < ${before}`, limit),
  },
  {
    what: 'sessions that are over',
    days: 7,
    remove: (before, _now, limit) => oldest('sessions', 'id', sql`expires_at < ${before}`, limit),
  },
  {
    what: 'links that are over',
    days: 30,
    remove: (before, _now, limit) =>
      oldest('user_links', 'id', sql`least(used_at, revoked_at, expires_at) < ${before}`, limit),
  },
  {
    // Of better-auth, which writes none today: no reset by mail, no second factor.
    what: 'verifications that are over',
    days: 7,
    remove: (before, _now, limit) => oldest('verifications', 'id', sql`expires_at < ${before}`, limit),
  },
  {
    what: 'codes of chats that are over',
    days: 30,
    remove: (before, _now, limit) => oldest('telegram_codes', 'id', sql`expires_at < ${before}`, limit),
  },
  {
    what: 'tries of signing in',
    days: 0,
    remove: (before, _now, limit) => oldest('sign_in_tries', 'key', sql`ends_at < ${before}`, limit),
  },
  {
    what: 'counts of refused webhooks',
    days: 400,
    remove: (before, _now, limit) => sql`
      delete from webhook_refusals where (endpoint, hour) in (
        select endpoint, hour from webhook_refusals where hour < ${before} limit ${limit})`,
  },
  {
    what: 'names of drained spool segments',
    days: 30,
    remove: (before, _now, limit) =>
      oldest('drained_spool_segments', 'name', sql`drained_at < ${before}`, limit),
  },
];
