import {
  CONVERSION_STATES,
  ConversionReason,
  ConversionState,
  type ConversionEvent,
  type ConversionsResponse,
} from '@traffic/contract';
import type { Selectable } from 'kysely';
import type { Db, Schema } from '../../platform/database/index.ts';
import { validationError } from '../../platform/errors.ts';

type Page = { cursor?: string | undefined; limit: number; state?: ConversionState | undefined };

/** The ledger, newest first, and how many events are in each state. */
export async function listEvents(db: Db, page: Page): Promise<Omit<ConversionsResponse, 'success'>> {
  if (page.cursor !== undefined && !/^\d{1,18}$/.test(page.cursor))
    throw validationError('cursor: возьмите next_cursor предыдущего ответа');
  let rows = db
    .selectFrom('conversion_events')
    .selectAll()
    .orderBy('id', 'desc')
    .limit(page.limit + 1);
  if (page.state !== undefined) rows = rows.where('state', '=', page.state);
  if (page.cursor !== undefined) rows = rows.where('id', '<', page.cursor);
  const [found, counts] = await Promise.all([rows.execute(), countStates(db)]);
  const shown = found.slice(0, page.limit);
  return {
    counts,
    events: shown.map(toEvent),
    next_cursor: found.length > page.limit ? (shown.at(-1)?.id ?? null) : null,
  };
}

async function countStates(db: Db): Promise<Record<ConversionState, number>> {
  const rows = await db
    .selectFrom('conversion_events')
    .select(['state', (count) => count.fn.countAll<string>().as('events')])
    .groupBy('state')
    .execute();
  const byState = new Map(rows.map(({ state, events }) => [state, Number(events)]));
  const counts = CONVERSION_STATES.map((state) => [state, byState.get(state) ?? 0]);
  return Object.fromEntries(counts) as Record<ConversionState, number>;
}

function toEvent(row: Selectable<Schema['conversion_events']>): ConversionEvent {
  return {
    id: row.id,
    kind: row.kind === 'purchase' ? 'purchase' : 'stage',
    lead_id: row.lead_id,
    event_name: row.event_name,
    event_time: row.event_time.toISOString(),
    state: ConversionState.parse(row.state),
    reason: row.reason === null ? null : ConversionReason.parse(row.reason),
    details: row.details as Record<string, unknown>,
    test: row.test_code !== null,
    matched_by: row.matched_by as ConversionEvent['matched_by'],
    value: row.value,
    currency: row.currency,
    settled_at: row.settled_at?.toISOString() ?? null,
    claimed_at: row.claimed_at?.toISOString() ?? null,
  };
}
