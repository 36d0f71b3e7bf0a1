import { sql } from 'kysely';
import type { MetaClient } from '../../integrations/meta/index.ts';
import type { Db } from '../../platform/database/index.ts';

/**
 * Stores what Meta says of the token's ad accounts; whether an account is included and whose it is stays
 * the admin's word. A new account is included, so that no spend is missed unseen.
 *
 * @returns how many accounts the token sees, the edges it may not read, and the currencies that no account had before
 * @throws MetaError
 */
export async function discoverAccounts(
  db: Db,
  meta: MetaClient,
): Promise<{ seen: number; refused: string[]; newCurrencies: string[] }> {
  const { accounts, refused } = await meta.adAccounts();
  const known = new Set((await currencies(db)).map(({ currency }) => currency));
  const rows = accounts.map((account) => ({
    account_id: account.accountId,
    name: account.name,
    currency: account.currency,
    timezone_name: account.timezoneName,
    account_status: account.status,
    business_id: account.businessId,
    business_name: account.businessName,
    relation: account.relation,
  }));
  await sql`
    insert into business_managers (business_id, name)
    select business_id, max(business_name)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as a (business_id text, business_name text)
    where business_id is not null group by 1
    on conflict (business_id) do update set
      name = coalesce(excluded.name, business_managers.name), updated_at = now()`.execute(db);
  await sql`
    insert into ad_accounts (account_id, name, currency, timezone_name, account_status, business_id, relation)
    select account_id, name, currency, timezone_name, account_status, business_id, relation
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as a (account_id text, name text, currency text,
      timezone_name text, account_status int, business_id text, relation text)
    on conflict (account_id) do update set
      name = coalesce(excluded.name, ad_accounts.name),
      currency = coalesce(excluded.currency, ad_accounts.currency),
      timezone_name = coalesce(excluded.timezone_name, ad_accounts.timezone_name),
      account_status = coalesce(excluded.account_status, ad_accounts.account_status),
      business_id = coalesce(excluded.business_id, ad_accounts.business_id),
      relation = excluded.relation,
      updated_at = now()`.execute(db);
  const found = rows.map(({ currency }) => currency).filter((currency) => currency !== null);
  const newCurrencies = [...new Set(found)].filter((currency) => !known.has(currency));
  return { seen: rows.length, refused, newCurrencies };
}

function currencies(db: Db): Promise<{ currency: string | null }[]> {
  return db.selectFrom('ad_accounts').select('currency').distinct().execute();
}

/** Whether there are accounts to read that we know nothing of: before the first look, and after an admin adds one. */
export async function hasUnknownAccounts(db: Db): Promise<boolean> {
  const { rows } = await sql<{ unknown: boolean }>`
    select count(*) = 0 or bool_or(included and timezone_name is null) as unknown from ad_accounts`.execute(
    db,
  );
  return rows[0]?.unknown ?? true;
}
