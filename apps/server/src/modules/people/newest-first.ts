import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../platform/database/index.ts';

/** A name that one in a hundred has fills a page of fifty from so many rows; looking at all of them takes some tens of milliseconds. */
const LOOKED_AT = 8_000;

type List = {
  /** Its rows (`id`, `person_id` and what `matches` reads) without their limit, in the order of the list. */
  rows: RawBuilder<unknown>;
  /** The condition on a row, called `one`, and its `person`, who has a name. */
  matches: RawBuilder<unknown>;
  /** The list's order, of `one`. */
  order: RawBuilder<unknown>;
  wanted: number;
};

/**
 * The first rows of a list that somebody's name matches, found by looking at the newest rows one by one. A common name has tens
 * of thousands of rows, and collecting them all for a page takes half a second; a rare one is not among the newest.
 *
 * @returns ids, or null when it must be asked by the index of names
 */
export async function lookAtNewest(db: Db, list: List): Promise<string[] | null> {
  const ids = await look(db, list);
  // Fewer than asked: all there are, when these were all rows of the list.
  return ids.length === list.wanted || (await isAll(db, list)) ? ids : null;
}

async function look(db: Db, { rows: list, matches, order, wanted }: List): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select one.id from (${list} limit ${LOOKED_AT}) as one
    -- offset 0: one person for one row, and no table of all people with the name.
    left join lateral (select name from people where people.id = one.person_id offset 0) as person on true
    where ${matches} order by ${order} limit ${wanted}`.execute(db);
  return rows.map(({ id }) => id);
}

async function isAll(db: Db, { rows: list }: List): Promise<boolean> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from (${list} limit ${LOOKED_AT}) as looked`.execute(db);
  return (rows[0]?.n ?? 0) < LOOKED_AT;
}
