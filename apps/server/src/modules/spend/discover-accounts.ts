import { sql } from 'kysely';
import type { MetaClient } from '../../integrations/meta/index.ts';
import type { Db } from '../../platform/database/index.ts';

/**
 * Stores what Meta says of the token's ad accounts; whether an account is included and whose it is stays
 * the admin's word. A new account is included, so that no spend is missed unseen.
 */
export async function discoverAccounts(db: Db, meta: MetaClient): Promise<number> {
  const accounts = await meta.adAccounts();
  const rows = accounts.map((account) => ({
    account_id: account.accountId,
    name: account.name,
    currency: account.currency,
    timezone_name: account.timezone,
    account_status: account.status,
    business_id: account.businessId,
  }));
  await sql`
    insert into ad_accounts (account_id, name, currency, timezone_name, account_status, business_id)
    select account_id, name, currency, timezone_name, account_status, business_id
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as a
      (account_id text, name text, currency text, timezone_name text, account_status int, business_id text)
    on conflict (account_id) do update set name = excluded.name, currency = excluded.currency,
      timezone_name = excluded.timezone_name, account_status = excluded.account_status,
      business_id = excluded.business_id, updated_at = now()`.execute(db);
  return rows.length;
}
