import { type QueryEntry, single, under } from '../http/query.ts';
import type { Academy } from '../world/academy.ts';
import type { Deal } from '../world/types.ts';

type Matcher = (deal: Deal) => boolean;

/** The deals a list request asks for, in its order. Filters AmoCRM does not know are ignored, as the real one does. */
export function filterDeals(academy: Academy, query: readonly QueryEntry[]): Deal[] {
  const onlyDeleted = (single(query, 'with') ?? '').split(',').includes('only_deleted');
  const matchers = [
    numbers(query, 'id', (deal) => deal.id),
    numbers(query, 'pipeline_id', (deal) => deal.pipelineId),
    range(query, 'updated_at', (deal) => deal.updatedAtSec),
    range(query, 'created_at', (deal) => deal.createdAtSec),
    range(query, 'closed_at', (deal) => deal.closedAtSec),
    statuses(query),
  ].filter((matcher) => matcher !== undefined);
  return [...academy.world.deals.values()]
    .filter((deal) => deal.deleted === onlyDeleted && matchers.every((matches) => matches(deal)))
    .toSorted(orderOf(query));
}

function numbers(
  query: readonly QueryEntry[],
  key: string,
  read: (deal: Deal) => number,
): Matcher | undefined {
  const wanted = new Set(under(query, 'filter', key).map(({ value }) => Number(value)));
  return wanted.size === 0 ? undefined : (deal) => wanted.has(read(deal));
}

/** `filter[key][from]` and `[to]` (both included, each optional), or an exact `filter[key]`. */
function range(
  query: readonly QueryEntry[],
  key: string,
  read: (deal: Deal) => number | null,
): Matcher | undefined {
  const bounds = under(query, 'filter', key);
  if (bounds.length === 0) return undefined;
  const bound = (name: string): number | undefined => {
    const value = bounds.find(({ rest }) => rest[0] === name || rest.length === 0)?.value;
    return value === undefined ? undefined : Number(value);
  };
  const [from, to] = [bound('from') ?? -Infinity, bound('to') ?? Infinity];
  return (deal) => {
    const value = read(deal);
    return value !== null && value >= from && value <= to;
  };
}

/** `filter[statuses][i][pipeline_id|status_id]`: pairs; half a pair is a shape AmoCRM ignores. */
function statuses(query: readonly QueryEntry[]): Matcher | undefined {
  const pairs = new Map<string, { pipeline_id?: number; status_id?: number }>();
  for (const { rest, value } of under(query, 'filter', 'statuses')) {
    const [index, key] = rest;
    if (index === undefined || (key !== 'pipeline_id' && key !== 'status_id')) continue;
    pairs.set(index, { ...pairs.get(index), [key]: Number(value) });
  }
  const whole = [...pairs.values()].filter(
    (pair) => pair.pipeline_id !== undefined && pair.status_id !== undefined,
  );
  if (whole.length === 0) return undefined;
  return (deal) =>
    whole.some((pair) => pair.pipeline_id === deal.pipelineId && pair.status_id === deal.statusId);
}

/** `order[created_at|updated_at|id]=asc|desc`; by id when absent. */
function orderOf(query: readonly QueryEntry[]): (a: Deal, b: Deal) => number {
  const wanted = under(query, 'order')[0];
  const sign = wanted?.value === 'desc' ? -1 : 1;
  const key = wanted?.rest[0];
  if (key === 'updated_at') return (a, b) => sign * (a.updatedAtSec - b.updatedAtSec || a.id - b.id);
  if (key === 'created_at') return (a, b) => sign * (a.createdAtSec - b.createdAtSec || a.id - b.id);
  return (a, b) => sign * (a.id - b.id);
}
