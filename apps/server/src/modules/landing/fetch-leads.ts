import { sql } from 'kysely';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import { intakeLeads } from '../leads/index.ts';
import type { ReportProgress } from '../operations/index.ts';
import type { Ledger } from '../sales/index.ts';
import type { Landing } from './landing-database.ts';
import { type LandingState, readLandingRow } from './read-landing-row.ts';
import { readCursor, refreshStates, saveCursor } from './repo.ts';

const PAGE = 500;
/** Read again every time: rows that were committed late, and what became of the e-mails of the last days. */
const OVERLAP = '3 days';

type Deps = { db: Db; landing: Landing; clock: Clock; ledger: () => Promise<Ledger> };

/** `skipped` rows have no id or time; `refreshed` ones had news of their e-mail, SMS or deal. */
export type LandingFetch = {
  status: 'ok' | 'partial';
  read: number;
  accepted: number;
  duplicates: number;
  skipped: number;
  refreshed: number;
};

/**
 * Reads applications from a separate Landing database through the same intake as those that landing pages post.
 * Goes on from where the last run came to, a few days earlier: a lead is known by its id, so reading it twice
 * changes nothing. Each page is kept with the place it came to, so an interrupted run goes on there.
 *
 * @param options.full from the very beginning: finds rows that were put in with an old date
 * @returns null when the landing tables are in our own database: there is nothing to fetch
 * @throws the driver's error while the Landing database is away
 */
export async function fetchLandingLeads(
  deps: Deps,
  options: { full: boolean },
  report: ReportProgress,
): Promise<LandingFetch | null> {
  const landing = await deps.landing.separate();
  if (landing === null) return null;
  const counts: LandingFetch = {
    ...{ status: 'ok', read: 0, accepted: 0, duplicates: 0, skipped: 0, refreshed: 0 },
  };
  let cursor = options.full ? null : await readCursor(deps.db, OVERLAP);
  for (;;) {
    const rows = await readPage(landing, cursor);
    await takePage(deps, rows, counts);
    const last = rows.at(-1);
    if (last !== undefined) {
      cursor = { at: last.at, id: last.id };
      await saveCursor(deps.db, cursor.at, deps.clock.now());
    }
    await report({ done: counts.read, total: null });
    if (rows.length < PAGE) return counts;
  }
}

type Row = { at: string; id: string; row: Record<string, unknown> };
/** `at` is text, to the microsecond: a Date would lose the place inside a millisecond. */
type Cursor = { at: string; id: string };

async function readPage(landing: Db, cursor: Cursor | null): Promise<Row[]> {
  return landing.transaction().execute(async (trx) => {
    // What has no zone in the tables there is read as UTC, not as whatever that server's zone is.
    await sql`select set_config('timezone', 'UTC', true), set_config('statement_timeout', '30s', true)`.execute(
      trx,
    );
    const place = cursor ?? { at: '-infinity', id: '' };
    const result = await sql<Row>`
      select created_at::timestamptz::text as at, id::text as id, to_jsonb(l) as row from landing_leads l
      where created_at >= ${place.at}::timestamptz
        and (created_at::timestamptz, id::text) > (${place.at}::timestamptz, ${place.id})
      order by created_at::timestamptz, id::text limit ${PAGE}`.execute(trx);
    return result.rows;
  });
}

async function takePage(deps: Deps, rows: Row[], counts: LandingFetch): Promise<void> {
  const readable = rows.map(({ row }) => readLandingRow(row)).filter((read) => read !== null);
  counts.read += rows.length;
  counts.skipped += rows.length - readable.length;
  if (counts.skipped > 0) counts.status = 'partial';
  if (readable.length === 0) return;
  const taken = await intakeLeads(
    deps.db,
    await deps.ledger(),
    readable.map(({ lead }) => lead),
  );
  counts.accepted += taken.accepted;
  counts.duplicates += taken.duplicates;
  const states: LandingState[] = readable.map(({ state }) => state);
  counts.refreshed += await refreshStates(deps.db, states);
}
