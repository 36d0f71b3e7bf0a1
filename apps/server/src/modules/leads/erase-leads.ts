import { type Kysely, sql } from 'kysely';
import type { Schema } from '../../platform/database/index.ts';

/**
 * Takes name, phone and e-mail from applications, and what told of their letters' failures. The click id becomes a
 * word: that there was a click stays known, so no team is decided otherwise.
 *
 * @returns how many rows held any of it
 */
export async function eraseLeads(trx: Kysely<Schema>, leadIds: readonly string[]): Promise<number> {
  if (leadIds.length === 0) return 0;
  const result = await sql`
    update landing_leads set name = null, phone = null, email = null, email_error = null, sms_error = null,
      fbclid = case when fbclid is null then null else 'erased' end
    where id = any(${[...leadIds]}::text[])
      and (num_nonnulls(name, phone, email, email_error, sms_error) > 0 or fbclid <> 'erased')`.execute(trx);
  return Number(result.numAffectedRows ?? 0);
}
