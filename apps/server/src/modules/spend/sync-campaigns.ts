import { sql } from 'kysely';
import { type Campaign, MetaError } from '../../integrations/meta/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { includedAccounts } from './accounts-repo.ts';
import { reachesOthers, type SpendDeps } from './sync-spend.ts';

/**
 * Stores how the campaigns of every included account stand and how they are tagged: once a night, since figures and names
 * come with the spend. An account whose campaigns cannot be read keeps what is known of them.
 *
 * @returns how many campaigns were stored and how many accounts could not be asked
 */
export async function syncCampaigns(
  deps: Pick<SpendDeps, 'db' | 'meta' | 'clock' | 'log'>,
): Promise<{ campaigns: number; failed: number }> {
  const accounts = await includedAccounts(deps.db);
  let campaigns = 0;
  let read = 0;
  for (const { accountId } of accounts)
    try {
      const found = await deps.meta.campaigns(accountId);
      await storeCampaigns(deps.db, accountId, found, deps.clock.now());
      campaigns += found.length;
      read += 1;
    } catch (error) {
      if (!(error instanceof MetaError)) throw error;
      deps.log.warn({ err: error, account: accountId }, 'campaigns not read');
      if (reachesOthers(error)) break;
    }
  return { campaigns, failed: accounts.length - read };
}

async function storeCampaigns(
  db: Db,
  accountId: string,
  found: readonly Campaign[],
  now: Date,
): Promise<void> {
  await sql`
    insert into campaigns (campaign_id, account_id, name, objective, status, effective_status, url_tags, updated_at)
    select c."campaignId", ${accountId}, c.name, c.objective, c.status, c."effectiveStatus", c."urlTags", ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(found)}::jsonb) as c ("campaignId" text, name text, objective text,
      status text, "effectiveStatus" text, "urlTags" text)
    on conflict (campaign_id) do update set name = excluded.name, objective = excluded.objective,
      status = excluded.status, effective_status = excluded.effective_status,
      url_tags = coalesce(excluded.url_tags, campaigns.url_tags), updated_at = excluded.updated_at`.execute(
    db,
  );
}
