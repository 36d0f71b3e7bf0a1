import { type Kysely, sql } from 'kysely';
import type { Schema } from '../../platform/database/index.ts';
import { lockKeys } from './identity-repo.ts';
import { pseudonymOf, type Veil } from './veil.ts';

/** Where a person's data lies: what they came by, and the phones and e-mails they are known by. */
export type PersonRecords = {
  personId: string;
  names: string[];
  /** As kept: `phone:+77011234567`. */
  keys: string[];
  leadIds: string[];
  dealIds: string[];
  learnerIds: string[];
};

/** Finds everything that belongs to one person; null when there is none with this id. */
export async function recordsOf(db: Kysely<Schema>, personId: string): Promise<PersonRecords | null> {
  const { rows } = await sql<Omit<PersonRecords, 'personId'>>`
    with origins as (
      select origin, name from person_origins where person_id = ${personId}
      union select 'lead:' || source_id, null from traffic_leads where person_id = ${personId}
      union select 'deal:' || lead_id, null from deals where person_id = ${personId}
      union select 'deal:' || lead_id, null from all_sales_tracking where person_id = ${personId}
    )
    select
      array(select name from people where id = p.id and name is not null
        union select name from origins where name is not null) as names,
      array(select distinct c.kind || ':' || c.value from person_claims c join origins o using (origin)) as keys,
      array(select distinct substr(origin, 6) from origins where origin like 'lead:%') as "leadIds",
      array(select distinct substr(origin, 6) from origins where origin like 'deal:%') as "dealIds",
      array(select distinct substr(origin, 10) from origins where origin like 'tripwire:%') as "learnerIds"
    from people p where p.id = ${personId}`.execute(db);
  const [row] = rows;
  return row === undefined ? null : { personId, ...row };
}

/** The origins of a person as `person_origins` names them. */
const originsOf = ({ leadIds, dealIds, learnerIds }: PersonRecords): string[] => [
  ...leadIds.map((id) => `lead:${id}`),
  ...dealIds.map((id) => `deal:${id}`),
  ...learnerIds.map((id) => `tripwire:${id}`),
];

/**
 * Takes the names, hashes the phones and e-mails, and remembers both by origin and by keyed digest, so that whatever
 * is read or replayed later finds them erased. Who was one person stays one; a phone that is nobody's, because too
 * many names share it, is hashed here only and stays usable to the others.
 */
export async function eraseIdentity(
  trx: Kysely<Schema>,
  veil: Veil,
  records: PersonRecords,
  erasureId: string,
): Promise<Record<string, number>> {
  const origins = originsOf(records);
  const plain = records.keys.filter((key) => !/^\w+:erased-/.test(key));
  await lockKeys(trx, plain);
  await sql`insert into erased_origins (origin, erasure_id)
    select o, ${erasureId} from unnest(${origins}::text[]) as o on conflict do nothing`.execute(trx);
  const own = await sql<{ key: string }>`
    select kind || ':' || value as key from person_keys where person_id = ${records.personId}`.execute(trx);
  const owned = own.rows.map(({ key }) => key).filter((key) => plain.includes(key));
  await sql`insert into erased_keys (digest, erasure_id)
    select d, ${erasureId} from unnest(${owned.map((key) => veil.digest(key))}::bytea[]) as d
    on conflict do nothing`.execute(trx);
  const pairs = JSON.stringify(plain.map((key) => ({ old: key, fresh: pseudonymOf(veil, key) })));
  const swap = sql`jsonb_to_recordset(${pairs}::jsonb) as k (old text, fresh text)`;
  const value = sql`substr(k.fresh, strpos(k.fresh, ':') + 1)`;
  const claims = await sql`
    update person_claims c set value = ${value} from ${swap}
    where c.kind || ':' || c.value = k.old and c.origin = any(${origins}::text[])`.execute(trx);
  const keys = await sql`
    update person_keys p set value = ${value} from ${swap}
    where p.kind || ':' || p.value = k.old and p.person_id = ${records.personId}`.execute(trx);
  const named = await sql`
    update person_origins set name = null
    where origin = any(${origins}::text[]) and name is not null`.execute(trx);
  const people = await sql`
    update people set name = null where id = ${records.personId} and name is not null`.execute(trx);
  const touches = await sql`
    update touches set fbclid = 'erased'
    where (person_id = ${records.personId} or origin = any(${origins}::text[])) and fbclid <> 'erased'`.execute(
    trx,
  );
  const counts = { person_claims: claims, person_keys: keys, person_origins: named, people, touches };
  return Object.fromEntries(
    Object.entries(counts).map(([table, { numAffectedRows = 0n }]) => [table, Number(numAffectedRows)]),
  );
}
