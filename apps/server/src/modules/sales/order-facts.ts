import { type DealFact, factKey, happenedAt, hasVersion, isReading } from './deal-fact.ts';

type Placed = { entry: DealFact; at: number; key: string };

/**
 * The facts of one deal in the order in which they happened in the CRM, whatever the order of their arrival:
 * the same set always gives the same order.
 *
 * - By version; a fact without one by its arrival.
 * - A reading stands after everything that it must have seen: facts of its version, and hooks without a
 *   version that had arrived before it. Of two readings of one version the later one is right.
 * - Hooks of one second: a move stands after the fact that brought the deal where the move starts from;
 *   where that says nothing the order is arbitrary, but always the same.
 */
export function orderFacts(facts: readonly DealFact[]): DealFact[] {
  const arrivals = facts.filter((entry) => !hasVersion(entry)).map((entry) => entry.receivedAt.getTime());
  const placed = facts.map((entry): Placed => {
    const at = happenedAt(entry).getTime();
    const seen = isReading(entry) ? arrivals.filter((arrival) => arrival < entry.receivedAt.getTime()) : [];
    return { entry, at: Math.max(at, ...seen), key: factKey(entry).toString('hex') };
  });
  placed.sort((a, b) => a.at - b.at || byReading(a, b) || (a.key < b.key ? -1 : 1));
  return chainSeconds(placed).map(({ entry }) => entry);
}

/**
 * Up to where these facts reach: one that happened later is simply the next one. A reading reaches to its own
 * moment, since it has seen everything before.
 */
export function lastPosition(facts: readonly DealFact[]): Date {
  const reached = facts.flatMap((entry) => [
    happenedAt(entry).getTime(),
    isReading(entry) ? entry.receivedAt.getTime() : 0,
  ]);
  return new Date(Math.max(0, ...reached));
}

function byReading(a: Placed, b: Placed): number {
  const [readA, readB] = [isReading(a.entry), isReading(b.entry)];
  if (readA !== readB) return readA ? 1 : -1;
  return readA ? a.entry.receivedAt.getTime() - b.entry.receivedAt.getTime() : 0;
}

/** Orders the hooks of each second by their moves, keeping the given order where moves say nothing. */
function chainSeconds(placed: readonly Placed[]): Placed[] {
  const result: Placed[] = [];
  for (let start = 0; start < placed.length; ) {
    const first = placed[start];
    const length = placed
      .slice(start)
      .findIndex((other) => other.at !== first?.at || isReading(other.entry) !== isReading(first.entry));
    const group = placed.slice(start, length === -1 ? placed.length : start + length);
    result.push(...(group.length > 1 ? chainMoves(group) : group));
    start += Math.max(1, group.length);
  }
  return result;
}

function chainMoves(group: readonly Placed[]): Placed[] {
  const left = [...group];
  const result: Placed[] = [];
  while (left.length > 0) {
    // A move that starts where no other remaining fact ends has nothing to wait for.
    const next = left.findIndex(
      (candidate) => !left.some((other) => other !== candidate && leadsTo(other, candidate)),
    );
    result.push(...left.splice(Math.max(0, next), 1));
  }
  return result;
}

function leadsTo({ entry: { fact: before } }: Placed, { entry: { fact: after } }: Placed): boolean {
  return (
    after.oldStatusId !== null && after.oldStatusId === before.statusId && after.statusId !== before.statusId
  );
}
