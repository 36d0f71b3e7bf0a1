import { sql } from 'kysely';
import type { Db } from '../../platform/database/index.ts';
import type { Backlog } from '../../platform/metrics.ts';

/** What waits in the database, whoever will do it: the same figures in every process. */
export async function readBacklog(db: Db, now: Date): Promise<Backlog> {
  const { rows } = await sql<Backlog>`
    select
      (select count(*) from webhook_deliveries where state = 'pending')::int as "inboxPending",
      coalesce(extract(epoch from ${now}::timestamptz - (select min(received_at) from webhook_deliveries
        where state = 'pending')), 0)::float8 as "inboxOldestSeconds",
      (select count(*) from webhook_deliveries where state = 'failed')::int as "inboxFailed",
      (select count(*) from notifications where state = 'pending')::int as "noticesPending",
      (select count(*) from deals where enrich_after is not null)::int as "dealsToRead",
      (select count(*) from alarms where closed_at is null)::int as "alarmsOpen",
      (select extract(epoch from ${now}::timestamptz - updated_at) from settings where key = 'worker_heartbeat')::float8
        as "workerSilenceSeconds"`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error('a select without from answers one row');
  return row;
}
