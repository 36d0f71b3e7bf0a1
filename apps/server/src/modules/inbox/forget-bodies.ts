import { type Kysely, sql } from 'kysely';
import type { Schema } from '../../platform/database/index.ts';

/**
 * Removes the bodies of deliveries that tell of these deals or hold one of these words (a phone's digits, an e-mail),
 * and of every repeat of them. The delivery, its outcome and the hash of what came stay. A delivery that is not
 * processed yet loses its body with its processing.
 *
 * Bodies have no index: without `words` only deliveries whose facts were kept are looked at; with them every body is
 * read once, which an erasure is rare enough for.
 */
export async function forgetBodies(
  trx: Kysely<Schema>,
  what: { leadIds: readonly string[]; words: readonly string[] },
  now: Date,
): Promise<number> {
  if (what.leadIds.length === 0) return 0;
  // As AmoCRM writes a deal's number in a form: `...[id]=123&...`.
  const marks = what.words.length === 0 ? [] : what.leadIds.flatMap((id) => [`=${id}&`]);
  const words = [...what.words, ...marks].map((word) => Buffer.from(word));
  const ends = what.words.length === 0 ? [] : what.leadIds.map((id) => `=${id}`);
  const result = await sql`
    with linked as (
      select d.id, d.content_hash from deal_events e join webhook_deliveries d on d.id = e.delivery_id
      where e.lead_id = any(${[...what.leadIds]}::bigint[])
    ), found as (
      select id from linked
      union select d.id from webhook_deliveries d join linked l on d.content_hash = l.content_hash
      union select d.id from webhook_deliveries d
        where d.body_removed_at is null and ${words.length > 0} and (
          exists (select from unnest(${words}::bytea[]) as w where position(w in d.body) > 0)
          or exists (select from unnest(${ends}::text[]) as e
            where substr(d.body, greatest(1, octet_length(d.body) - octet_length(convert_to(e, 'UTF8')) + 1)) = convert_to(e, 'UTF8')))
    )
    update webhook_deliveries d
    set body = ''::bytea, headers = '{}', body_removed_at = ${now}, body_removed_for = 'erasure'
    from found f where d.id = f.id and d.body_removed_at is null and d.state <> 'pending'`.execute(trx);
  return Number(result.numAffectedRows ?? 0);
}
