import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Schema } from '../../platform/database/index.ts';
import {
  claimsAround,
  claimsOf,
  lockKeys,
  newPersonIds,
  saveKeys,
  saveOrigins,
  sharedKeys,
  type StoredClaim,
} from './identity-repo.ts';
import { joinOrigins, keyJoins } from './join-origins.ts';
import { type Moved, moveFacts } from './move-people.ts';
import type { VeiledPerson } from './veil.ts';

type Known = { name: string | null; personId: string | null; keys: Set<string>; muted: Set<string> };
type World = Map<string, Known>;

/**
 * Finds or creates the person of each entry: the connected set over E.164 phones and lower-cased e-mails.
 * Persons that an entry connects become one (recorded, and reversible); a phone that an entry's name makes the
 * sixth of joins nobody any more, and those it joined are separated. An entry without a usable key is a person
 * of its own.
 *
 * @returns person ids in the order of the entries
 */
export async function resolvePeople(trx: Kysely<Schema>, entries: VeiledPerson[]): Promise<string[]> {
  if (entries.length === 0) return [];
  const origins = entries.map((entry) => entry.origin);
  await lockKeys(
    trx,
    entries.flatMap((entry) => entry.keys),
  );
  const world: World = new Map();
  addClaims(world, await claimsOf(trx, origins));
  const before = [...world.values()].flatMap((known) => [...known.keys]);
  for (const entry of entries) {
    const known = world.get(entry.origin);
    world.set(entry.origin, {
      name: entry.name,
      personId: known?.personId ?? null,
      keys: new Set(entry.keys),
      muted: known?.muted ?? new Set(),
    });
  }
  const shared = await explore(trx, world, [
    ...new Set([...entries.flatMap((entry) => entry.keys), ...before]),
  ]);
  await settleWorld(trx, world, shared, new Set(origins));
  return origins.map((origin) => world.get(origin)?.personId ?? unreachable());
}

/**
 * Finds the persons of these origins again after what they say was changed.
 */
export async function resolveAgain(trx: Kysely<Schema>, origins: readonly string[]): Promise<void> {
  const world: World = new Map();
  addClaims(world, await claimsOf(trx, origins));
  const shared = await explore(
    trx,
    world,
    [...world.values()].flatMap((known) => [...known.keys]),
  );
  await settleWorld(trx, world, shared, new Set());
}

function addClaims(world: World, claims: readonly StoredClaim[]): void {
  for (const { origin, name, personId, key, joins } of claims) {
    const known = world.get(origin) ?? { name, personId, keys: new Set(), muted: new Set() };
    world.set(origin, known);
    if (key === null) continue;
    known.keys.add(key);
    if (!joins) known.muted.add(key);
  }
}

/**
 * Loads everybody connected with these keys, step by step. Behind a key that joins nobody nothing is loaded.
 * @returns keys that joined nobody before
 */
async function explore(trx: Kysely<Schema>, world: World, start: readonly string[]): Promise<Set<string>> {
  const shared = await sharedKeys(trx, start);
  const explored = new Set<string>(shared);
  for (let frontier = start.filter((key) => !shared.has(key)); frontier.length > 0; ) {
    for (const key of frontier) explored.add(key);
    const claims = (await claimsAround(trx, frontier)).filter((claim) => !world.has(claim.origin));
    addClaims(world, claims);
    const next = new Set(claims.flatMap(({ key }) => (key === null || explored.has(key) ? [] : [key])));
    const nobodys = await sharedKeys(trx, [...next]);
    for (const key of nobodys) shared.add(key);
    frontier = [...next].filter((key) => !nobodys.has(key));
  }
  return shared;
}

function namesAt(world: World, key: string): (string | null)[] {
  return [...world.values()].filter((known) => known.keys.has(key)).map((known) => known.name);
}

/** Gives every group its person, and writes down what changed. */
async function settleWorld(
  trx: Kysely<Schema>,
  world: World,
  shared: ReadonlySet<string>,
  entries: ReadonlySet<string>,
): Promise<void> {
  const groups = joinOrigins(
    [...world].map(([origin, { name, keys, muted }]) => ({
      origin,
      name,
      keys: [...keys].filter((key) => !muted.has(key) && !shared.has(key)),
    })),
  );
  const chosen = choosePersons(world, groups);
  const fresh = groups.filter((group) => chosen.get(group) === undefined);
  const ids = await newPersonIds(
    trx,
    fresh.map((group) => world.get(group[0] ?? '')?.name ?? null),
  );
  for (const [index, group] of fresh.entries()) chosen.set(group, ids[index] ?? unreachable());
  const moved: Moved[] = [];
  for (const [group, to] of chosen)
    for (const origin of group) {
      const known = world.get(origin) ?? unreachable();
      if (known.personId !== null && known.personId !== to) moved.push({ origin, from: known.personId, to });
      known.personId = to;
    }
  await recordMerges(trx, moved, new Set(chosen.values()));
  await saveOrigins(
    trx,
    [...world].flatMap(([origin, { personId, name, keys }]) =>
      entries.has(origin) && personId !== null ? [{ origin, personId, name, keys: [...keys] }] : [],
    ),
  );
  await moveFacts(trx, moved);
  await saveKeys(trx, ownersOf(world, shared));
}

/** A group keeps the oldest person that its members have; a person whom two groups have stays with the larger. */
function choosePersons(world: World, groups: string[][]): Map<string[], string> {
  const chosen = new Map<string[], string>();
  const taken = new Set<string>();
  for (const group of groups.toSorted((a, b) => b.length - a.length)) {
    const known = group.flatMap((origin) => world.get(origin)?.personId ?? []);
    const free = [...new Set(known)].filter((id) => !taken.has(id)).sort(oldestFirst);
    const [id] = free;
    if (id === undefined) continue;
    taken.add(id);
    chosen.set(group, id);
  }
  return chosen;
}

const oldestFirst = (a: string, b: string): number => (BigInt(a) < BigInt(b) ? -1 : 1);

/** A person who is gone into another one whole was merged. */
async function recordMerges(
  trx: Kysely<Schema>,
  moved: readonly Moved[],
  alive: ReadonlySet<string>,
): Promise<void> {
  const gone = Map.groupBy(
    moved.filter(({ from }) => !alive.has(from)),
    ({ from, to }) => `${from} ${to}`,
  );
  if (gone.size === 0) return;
  const rows = [...gone.values()].map((group) => ({
    into_person_id: group[0]?.to,
    from_person_id: group[0]?.from,
    from_origins: group.map(({ origin }) => origin),
  }));
  await sql`
    insert into person_merges (at, into_person_id, from_person_id, from_origins)
    select now(), into_person_id, from_person_id, from_origins
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as m
      (into_person_id bigint, from_person_id bigint, from_origins text[])`.execute(trx);
}

/** Whose each explored key is now: of those who say it and are joined by it. */
function ownersOf(world: World, shared: ReadonlySet<string>): Map<string, string | null> {
  const owners = new Map<string, string | null>();
  for (const { personId, keys, muted } of world.values())
    for (const key of keys)
      if (!muted.has(key) && !shared.has(key) && !owners.has(key)) owners.set(key, personId);
  for (const key of owners.keys()) if (!keyJoins(key, namesAt(world, key))) owners.set(key, null);
  return owners;
}

function unreachable(): never {
  throw new Error('every origin has one group, and every group one person');
}
