import type { FacebookCampaignsResponse } from '@traffic/contract';
import type { z } from 'zod';
import type { Db } from '../../platform/database/index.ts';
import { notFound } from '../../platform/errors.ts';

type Campaigns = z.infer<typeof FacebookCampaignsResponse>['campaigns'];

/** @throws AppError `not_found` for an account that is not known */
export async function readCampaigns(db: Db, accountId: string): Promise<Campaigns> {
  const account = await db
    .selectFrom('ad_accounts')
    .select('account_id')
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  if (account === undefined) throw notFound('Такого рекламного кабинета нет');
  const rows = await db
    .selectFrom('campaigns')
    .select([
      'campaign_id as id',
      'name',
      'objective',
      'status',
      'effective_status',
      'url_tags',
      'updated_at',
    ])
    .where('account_id', '=', accountId)
    .orderBy('name')
    .orderBy('campaign_id')
    .execute();
  return rows.map((row) => ({ ...row, updated_at: row.updated_at.toISOString() }));
}
