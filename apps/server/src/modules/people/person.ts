import { type Kysely, sql } from 'kysely';
import type { Schema } from '../../platform/database/index.ts';
import { normaliseEmail, normalisePhone } from '../../platform/phone.ts';

/** What a form or the CRM says of a human, as typed. */
export type RawPerson = { name: string | null; phones: string[]; emails: string[] };

type Key = { kind: 'phone' | 'email'; value: string };

function keysOf(raw: RawPerson): Key[] {
  const phones = raw.phones.map((phone) => normalisePhone(phone));
  const emails = raw.emails.map((email) => normaliseEmail(email));
  return [...new Set(phones.filter((value) => value !== null))]
    .map((value): Key => ({ kind: 'phone', value }))
    .concat(
      [...new Set(emails.filter((value) => value !== null))].map((value): Key => ({ kind: 'email', value })),
    );
}

/**
 * Finds or creates the person of each entry by E.164 phone, then by lower-cased e-mail. Keys that nobody
 * holds yet are given to the person found; a key of another person is left where it is (merging people is
 * a decision of its own). An entry without a usable phone or e-mail is a person of its own.
 *
 * @returns person ids in the order of the entries
 */
export async function resolvePeople(trx: Kysely<Schema>, entries: RawPerson[]): Promise<string[]> {
  const keysByEntry = entries.map(keysOf);
  const owners = await lockAndLoadOwners(trx, keysByEntry.flat());
  const ids: string[] = [];
  const created: { id: string; name: string | null }[] = [];
  const given: (Key & { person_id: string })[] = [];
  const spareIds = await nextPersonIds(trx, entries.length);
  for (const [index, keys] of keysByEntry.entries()) {
    const known = keys.map((key) => owners.get(keyText(key))).find((owner) => owner !== undefined);
    const id = known ?? spareIds.pop() ?? unreachable();
    if (known === undefined) created.push({ id, name: entries[index]?.name ?? null });
    for (const key of keys) {
      if (owners.has(keyText(key))) continue;
      owners.set(keyText(key), id);
      given.push({ ...key, person_id: id });
    }
    ids.push(id);
  }
  await insertPeople(trx, created, given);
  return ids;
}

const keyText = (key: Key) => `${key.kind}:${key.value}`;

function unreachable(): never {
  throw new Error('one id was reserved per entry');
}

/** Key locks in one order for everybody, so two transactions cannot create the same person or deadlock. */
async function lockAndLoadOwners(trx: Kysely<Schema>, keys: Key[]): Promise<Map<string, string>> {
  if (keys.length === 0) return new Map();
  const texts = [...new Set(keys.map(keyText))].sort();
  await sql`
    select pg_advisory_xact_lock(lock_key)
    from (select distinct hashtextextended(k, 1) as lock_key from unnest(${texts}::text[]) as k order by 1) locks
  `.execute(trx);
  const rows = await sql<Key & { person_id: string }>`
    select k.kind, k.value, k.person_id from person_keys k
    join unnest(${keys.map((key) => key.kind)}::text[], ${keys.map((key) => key.value)}::text[]) as asked (kind, value)
      on asked.kind = k.kind and asked.value = k.value`.execute(trx);
  return new Map(rows.rows.map((row) => [keyText(row), row.person_id]));
}

async function nextPersonIds(trx: Kysely<Schema>, count: number): Promise<string[]> {
  const result = await sql<{ id: string }>`
    select nextval(pg_get_serial_sequence('people', 'id'))::text as id from generate_series(1, ${count}::int)
  `.execute(trx);
  return result.rows.map((row) => row.id).reverse();
}

async function insertPeople(
  trx: Kysely<Schema>,
  people: { id: string; name: string | null }[],
  keys: (Key & { person_id: string })[],
): Promise<void> {
  if (people.length > 0)
    await sql`
      insert into people (id, name) overriding system value
      select p.id, p.name from jsonb_to_recordset(${JSON.stringify(people)}::jsonb) as p (id bigint, name text)
    `.execute(trx);
  if (keys.length > 0)
    await sql`
      insert into person_keys (kind, value, person_id)
      select k.kind, k.value, k.person_id
      from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as k (kind text, value text, person_id bigint)
    `.execute(trx);
}
