import type { FoundPerson } from '@traffic/contract';
import { sql } from 'kysely';
import type { Db } from '../../platform/database/index.ts';
import { readSearch } from '../people/index.ts';

const MOST = 20;

/** People by name, phone, e-mail or the number of a deal, with what they are known by; at most twenty. */
export async function findPeople(db: Db, text: string): Promise<FoundPerson[]> {
  const { personIds } = readSearch(text, false);
  const { rows } = await sql<Omit<FoundPerson, 'first_seen_at'> & { first_seen_at: Date | null }>`
    select p.id::text as id, p.name, p.created_at as first_seen_at,
      array(select k.value from person_keys k where k.person_id = p.id and k.kind = 'phone' order by 1) as phones,
      array(select k.value from person_keys k where k.person_id = p.id and k.kind = 'email' order by 1) as emails,
      (select count(*)::int from traffic_leads l where l.person_id = p.id) as leads,
      (select count(*)::int from all_sales_tracking s where s.person_id = p.id) as sales,
      exists (select from erasures e where e.person_id = p.id) as erased
    from people p where p.id in (${personIds}) order by p.id desc limit ${MOST}`.execute(db);
  return rows.map((row) => ({ ...row, first_seen_at: row.first_seen_at?.toISOString() ?? null }));
}
