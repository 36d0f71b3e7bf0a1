import type { AdAccount, AdAccountStatus, FacebookTreeResponse } from '@traffic/contract';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Db } from '../../platform/database/index.ts';
import { notFound } from '../../platform/errors.ts';
import { type Language, translate } from '../../platform/translate.ts';

type Tree = z.infer<typeof FacebookTreeResponse>['businesses'];

/** Meta's codes of `account_status`. */
const STATUSES: Readonly<Record<number, AdAccountStatus>> = {
  1: 'active',
  2: 'disabled',
  3: 'unsettled',
  7: 'risk_review',
  8: 'pending_settlement',
  9: 'grace_period',
  100: 'closing',
  101: 'closed',
};

/** Ad accounts by their Business Manager, those of none last. */
export async function readTree(db: Db, language: Language): Promise<Tree> {
  const [accounts, businesses] = await Promise.all([
    readAccounts(db, language),
    db
      .selectFrom('business_managers')
      .select(['business_id as id', 'name'])
      .orderBy(sql`lower(name)`)
      .orderBy('business_id')
      .execute(),
  ]);
  const known = new Set<string | null>(businesses.map(({ id }) => id));
  const groups = [
    ...businesses.map((business) => ({
      business,
      accounts: accounts.filter(({ business_id }) => business_id === business.id),
    })),
    // Also those of a Business Manager whose name Meta has not told us yet: no account is hidden.
    { business: null, accounts: accounts.filter(({ business_id }) => !known.has(business_id)) },
  ];
  return groups.filter((group) => group.accounts.length > 0);
}

/** @throws AppError `not_found` for an account that is not known */
export async function readAccount(db: Db, language: Language, accountId: string): Promise<AdAccount> {
  const [account] = await readAccounts(db, language, accountId);
  if (account === undefined) throw notFound('Такого рекламного кабинета нет');
  return account;
}

type Row = Omit<AdAccount, 'status' | 'last_sync_at' | 'error'> & {
  account_status: number | null;
  synced_at: Date | null;
  failure: string | null;
  failed_since: Date | null;
};

/** Every ad account, or this one, as the screens show it. */
export async function readAccounts(db: Db, language: Language, only?: string): Promise<AdAccount[]> {
  const { rows } = await sql<Row>`
    select a.account_id, a.name, a.business_id, a.relation, a.currency, a.timezone_name as timezone, a.account_status,
      a.included, a.read_from, a.synced_at, a.failure, a.failed_since,
      coalesce((
        select jsonb_agg(jsonb_build_object('id', b.id::text, 'valid_from', b.valid_from, 'valid_to', b.valid_to,
          'assigned_by', b.assigned_by, 'assigned_at', to_char(b.assigned_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
          'team', jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name, 'emoji', t.emoji, 'color', t.color))
          order by b.valid_from nulls first, b.id)
        from ad_account_teams b join traffic_teams t on t.id = b.team_id where b.account_id = a.account_id
      ), '[]') as bindings,
      (
        select jsonb_build_object('days', count(*) filter (where d.spend <> d.ads),
          'amount', coalesce(sum(d.spend - d.ads), 0)::numeric(20, 2)::text)
        from (
          select c.spend, coalesce((select sum(s.spend) from traffic_stats s
            where s.account_id = c.account_id and s.day = c.day), 0) as ads
          from ad_account_days c where c.account_id = a.account_id order by c.day desc limit 28
        ) d having count(*) > 0
      ) as not_allocated
    from ad_accounts a ${only === undefined ? sql`` : sql`where a.account_id = ${only}`}
    order by lower(a.name) nulls last, a.account_id`.execute(db);
  return rows.map(({ account_status, synced_at, failure, failed_since, ...row }) => ({
    ...row,
    status: STATUSES[account_status ?? 0] ?? 'unknown',
    last_sync_at: synced_at?.toISOString() ?? null,
    error:
      failed_since === null
        ? null
        : { message: translate(failure ?? '', language), since: failed_since.toISOString() },
  }));
}
