import { type Kysely, sql } from 'kysely';
import type { Schema } from '../../platform/database/index.ts';

/** One key as one origin says it, with the person the origin belongs to. */
export type StoredClaim = {
  origin: string;
  name: string | null;
  personId: string;
  /** `phone:+7701...` or `email:a@b.c`; null for an origin that says none. */
  key: string | null;
  joins: boolean;
};

/** Everybody who says one of these keys, and all that these say. */
export async function claimsAround(trx: Kysely<Schema>, keys: readonly string[]): Promise<StoredClaim[]> {
  if (keys.length === 0) return [];
  const { rows } = await sql<StoredClaim>`
    with sayers as (
      select distinct c.origin from person_claims c
      join unnest(${[...keys]}::text[]) as k on c.kind = split_part(k, ':', 1) and c.value = substr(k, strpos(k, ':') + 1)
    )
    select o.origin, o.name, o.person_id as "personId", c.kind || ':' || c.value as key, c.joins
    from sayers join person_origins o using (origin) join person_claims c using (origin)`.execute(trx);
  return rows;
}

/** Those of these keys that are said and yet nobody's: too many names share them. */
export async function sharedKeys(trx: Kysely<Schema>, keys: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ key: string }>`
    select a.key from unnest(${[...keys]}::text[]) as a (key)
    where exists (select from person_claims c
        where c.kind = split_part(a.key, ':', 1) and c.value = substr(a.key, strpos(a.key, ':') + 1) and c.joins)
      and not exists (select from person_keys k
        where k.kind = split_part(a.key, ':', 1) and k.value = substr(a.key, strpos(a.key, ':') + 1))`.execute(
    trx,
  );
  return new Set(rows.map((row) => row.key));
}

/** What these origins say now. */
export async function claimsOf(trx: Kysely<Schema>, origins: readonly string[]): Promise<StoredClaim[]> {
  const { rows } = await sql<StoredClaim>`
    select o.origin, o.name, o.person_id as "personId", c.kind || ':' || c.value as key, coalesce(c.joins, false) as joins
    from person_origins o left join person_claims c using (origin)
    where o.origin = any(${[...origins]}::text[])`.execute(trx);
  return rows;
}

/**
 * One at a time where persons are joined or separated, and for keys one order for everybody: two transactions
 * cannot create the same person or deadlock over their keys.
 */
export async function lockKeys(trx: Kysely<Schema>, keys: readonly string[]): Promise<void> {
  await sql`
    select pg_advisory_xact_lock(lock_key)
    from (select distinct hashtextextended(k, 1) as lock_key from unnest(${[...keys]}::text[]) as k order by 1) locks
  `.execute(trx);
}

export async function newPersonIds(trx: Kysely<Schema>, names: (string | null)[]): Promise<string[]> {
  if (names.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    with ids as (
      select nextval(pg_get_serial_sequence('people', 'id')) as id, n.name, n.place
      from unnest(${names}::text[]) with ordinality as n (name, place)
    ), made as (
      insert into people (id, name) overriding system value select id, name from ids
    )
    select id from ids order by place`.execute(trx);
  return rows.map((row) => row.id);
}

export type SaidOrigin = { origin: string; personId: string; name: string | null; keys: readonly string[] };

/** Stores what origins say and whose they are. A claim that an undone merge took out of use stays out of it. */
export async function saveOrigins(trx: Kysely<Schema>, origins: readonly SaidOrigin[]): Promise<void> {
  const rows = JSON.stringify(origins.map(({ personId, ...one }) => ({ ...one, person_id: personId })));
  await sql`
    insert into person_origins (origin, person_id, name)
    select o.origin, o.person_id, o.name
    from jsonb_to_recordset(${rows}::jsonb) as o (origin text, person_id bigint, name text)
    on conflict (origin) do update set person_id = excluded.person_id, name = excluded.name`.execute(trx);
  await sql`
    insert into person_claims (origin, kind, value)
    select o.origin, split_part(k, ':', 1), substr(k, strpos(k, ':') + 1)
    from jsonb_to_recordset(${rows}::jsonb) as o (origin text, keys jsonb), jsonb_array_elements_text(o.keys) as k
    on conflict do nothing`.execute(trx);
  await sql`
    delete from person_claims c using jsonb_to_recordset(${rows}::jsonb) as o (origin text, keys jsonb)
    where c.origin = o.origin and not o.keys ? (c.kind || ':' || c.value)`.execute(trx);
}

/** Says whose each key is; a key that joins nobody is nobody's. */
export async function saveKeys(trx: Kysely<Schema>, keys: ReadonlyMap<string, string | null>): Promise<void> {
  const rows = JSON.stringify([...keys].map(([key, person_id]) => ({ key, person_id })));
  const asked = sql`(select split_part(key, ':', 1) as kind, substr(key, strpos(key, ':') + 1) as value, person_id
    from jsonb_to_recordset(${rows}::jsonb) as r (key text, person_id bigint)) as a`;
  await sql`
    delete from person_keys k using ${asked}
    where k.kind = a.kind and k.value = a.value and a.person_id is null`.execute(trx);
  await sql`
    insert into person_keys (kind, value, person_id) select a.kind, a.value, a.person_id from ${asked}
    where a.person_id is not null
    on conflict (kind, value) do update set person_id = excluded.person_id
    where person_keys.person_id <> excluded.person_id`.execute(trx);
}
