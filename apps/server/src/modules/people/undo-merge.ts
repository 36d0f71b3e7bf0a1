import { sql } from 'kysely';
import type { Clock } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/database/index.ts';
import { AppError, notFound } from '../../platform/errors.ts';
import { claimsAround, claimsOf, lockKeys, type StoredClaim } from './identity-repo.ts';
import { resolveAgain } from './resolve-people.ts';

/**
 * Separates persons that a merge made one. What connected them is taken out of use for good, so the next form
 * with the same phone does not join them again; everything else that was said stays.
 *
 * @returns what was one, by the persons' ids
 * @throws AppError `not_found`; `conflict` when it is undone already
 */
export function undoMerge(
  { db, clock }: { db: Db; clock: Clock },
  actor: string,
  id: string,
): Promise<Merged> {
  return inTransaction(db, async (trx) => {
    const merge = await trx
      .selectFrom('person_merges')
      .selectAll()
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (merge === undefined) throw notFound('Такого объединения нет');
    if (merge.undone_at !== null) throw new AppError('conflict', 'Это объединение уже отменено');
    const side = await claimsOf(trx, merge.from_origins);
    const keys = side.flatMap(({ key, joins }) => (key !== null && joins ? [key] : []));
    await lockKeys(trx, keys);
    const muted = bridges(merge.from_origins, await claimsAround(trx, keys));
    await sql`
      update person_claims c set joins = false
      from jsonb_to_recordset(${JSON.stringify(muted)}::jsonb) as m (origin text, key text)
      where c.origin = m.origin and c.kind || ':' || c.value = m.key`.execute(trx);
    await resolveAgain(trx, [...merge.from_origins, ...muted.map(({ origin }) => origin)]);
    await trx
      .updateTable('person_merges')
      .set({ undone_at: clock.now(), undone_by: actor })
      .where('id', '=', id)
      .execute();
    return { merged: true, from: merge.from_person_id, into: merge.into_person_id };
  });
}

type Merged = { merged: true; from: string; into: string };
type Bridge = { origin: string; key: string };

/**
 * The claims that connect the two sides. Of each key that both say, those are cut who say another key as well
 * (they came with both and connected them); otherwise the side that says it less often, then the other side.
 */
export function bridges(fromOrigins: readonly string[], claims: readonly StoredClaim[]): Bridge[] {
  const inFrom = new Set(fromOrigins);
  const usable = claims.filter((claim) => claim.joins && claim.key !== null);
  const keysOf = Map.groupBy(usable, (claim) => claim.origin);
  return [...Map.groupBy(usable, (claim) => claim.key ?? '')].flatMap(([key, sayers]) => {
    const ours = sayers.filter((claim) => inFrom.has(claim.origin));
    const theirs = sayers.filter((claim) => !inFrom.has(claim.origin));
    if (ours.length === 0 || theirs.length === 0) return [];
    const connects = (side: StoredClaim[]) =>
      side.every((claim) => (keysOf.get(claim.origin)?.length ?? 0) > 1);
    const [oursConnect, theirsConnect] = [connects(ours), connects(theirs)];
    const cutOurs = oursConnect === theirsConnect ? ours.length < theirs.length : oursConnect;
    return (cutOurs ? ours : theirs).map(({ origin }) => ({ origin, key }));
  });
}
