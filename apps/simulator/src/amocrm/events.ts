import { type QueryEntry, under } from '../http/query.ts';
import type { Academy } from '../world/academy.ts';
import type { Deal, Move } from '../world/types.ts';
import type { Account } from './account.ts';
import { selfLink } from './present.ts';

interface DealEvent {
  deal: Deal;
  index: number;
  before: Move | undefined;
  after: Move;
}

/**
 * Events of deals, newest first: `lead_added` and `lead_status_changed`, with `filter[type]`, `filter[entity]`,
 * `filter[entity_id]` and `filter[created_at][from|to]`.
 */
export function filterEvents(academy: Academy, query: readonly QueryEntry[]): DealEvent[] {
  const types = under(query, 'filter', 'type').flatMap(({ value }) => value.split(','));
  const entities = under(query, 'filter', 'entity').flatMap(({ value }) => value.split(','));
  const ids = new Set(under(query, 'filter', 'entity_id').map(({ value }) => Number(value)));
  const bound = (name: string): number | undefined => {
    const value = under(query, 'filter', 'created_at').find(({ rest }) => rest[0] === name)?.value;
    return value === undefined ? undefined : Number(value);
  };
  const [from, to] = [bound('from') ?? -Infinity, bound('to') ?? Infinity];
  if (entities.length > 0 && !entities.includes('lead')) return [];
  const deals = [...academy.world.deals.values()].filter(({ id }) => ids.size === 0 || ids.has(id));
  return deals
    .flatMap((deal) =>
      deal.moves.map((after, index) => ({ deal, index, before: deal.moves[index - 1], after })),
    )
    .filter(({ after }) => after.atSec >= from && after.atSec <= to)
    .filter((event) => types.length === 0 || types.includes(typeOf(event)))
    .toSorted((a, b) => b.after.atSec - a.after.atSec || b.deal.id - a.deal.id);
}

function typeOf({ before }: DealEvent): string {
  return before === undefined ? 'lead_added' : 'lead_status_changed';
}

/** One event in the documented shape. */
export function presentEvent(account: Account, event: DealEvent): object {
  const id = `${event.deal.id}-${event.index}`;
  return {
    id,
    type: typeOf(event),
    entity_id: event.deal.id,
    entity_type: 'lead',
    created_by: account.userId,
    created_at: event.after.atSec,
    value_before: event.before === undefined ? [] : [statusValue(event.before)],
    value_after: event.before === undefined ? [] : [statusValue(event.after)],
    account_id: account.id,
    _links: selfLink(account, `events/${id}`),
    _embedded: { entity: { id: event.deal.id, _links: selfLink(account, `leads/${event.deal.id}`) } },
  };
}

function statusValue(move: Move): object {
  return { lead_status: { id: move.statusId, pipeline_id: move.pipelineId } };
}
