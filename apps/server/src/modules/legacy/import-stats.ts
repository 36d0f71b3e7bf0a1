import { sql } from 'kysely';
import { z } from 'zod';
import type { Db } from '../../platform/database/index.ts';
import { refuse, type TableCount } from './count.ts';

/** When Meta last said so: never. Marks the rows that came from here, also for the next run. */
export const NEVER_READ = new Date(0);

const whole = z.coerce.number().int().nonnegative().nullable().catch(null);
const text = z.union([z.string(), z.number()]).transform(String).nullable().catch(null);
const Row = z.object({
  account_id: z
    .union([z.string(), z.number()])
    .transform((value) => String(value).replace(/^act_/, ''))
    .pipe(
      z
        .string()
        .regex(/^\d+$/)
        .transform((digits) => `act_${digits}`),
    ),
  ad_id: z.union([z.string(), z.number()]).transform(String).pipe(z.string().regex(/^\d+$/)),
  day: z
    .string()
    .transform((value) => value.replace(/T.*$/s, ''))
    .pipe(z.iso.date()),
  // Digits as they are: a number of JSON would have passed through a float on its way.
  spend: z
    .union([z.string(), z.number()])
    .transform(String)
    .pipe(z.string().regex(/^\d{1,12}(\.\d{1,6})?$/)),
  currency: z.string().regex(/^[A-Z]{3}$/),
  ...{ ad_name: text, adset_id: text, adset_name: text, campaign_id: text, campaign_name: text },
  ...{ impressions: whole, clicks: whole, leads: whole, purchases: whole },
});
type AdDay = z.infer<typeof Row>;

const WHY: Readonly<Record<string, string>> = {
  account_id: 'no ad account',
  ad_id: 'no ad: sums of a campaign or a team cannot be split',
  day: 'no day',
  spend: 'no readable spend',
  currency: 'no currency: dollars are not guessed',
};

/**
 * Adds old days of ads where Meta itself has not been read: what Meta says always wins, now and later (`npm run backfill:meta` reads
 * 37 months back and replaces these rows).
 */
export async function importStats(db: Db, rows: Record<string, unknown>[], count: TableCount): Promise<void> {
  const days: AdDay[] = [];
  for (const row of rows) {
    const parsed = Row.safeParse(withDefaults(row));
    if (parsed.success) days.push(parsed.data);
    else refuse(count, WHY[String(parsed.error.issues[0]?.path[0])] ?? 'unreadable');
  }
  const unique = [...new Map(days.map((day) => [`${day.account_id} ${day.ad_id} ${day.day}`, day])).values()];
  refuse(
    count,
    'the same ad and day twice in the old table: which is true is not known',
    days.length - unique.length,
  );
  if (unique.length === 0) return;
  await db.transaction().execute((trx) => insertDays(trx, unique, count));
}

/** Absent keys are null: the old shapes differ in what they have. */
const OPTIONAL = ['ad_name', 'adset_id', 'adset_name', 'campaign_id', 'campaign_name'];
const COUNTS = ['impressions', 'clicks', 'leads', 'purchases'];
const withDefaults = (row: Record<string, unknown>): Record<string, unknown> => ({
  ...Object.fromEntries([...OPTIONAL, ...COUNTS].map((name) => [name, null])),
  ...row,
});

async function insertDays(trx: Db, days: AdDay[], count: TableCount): Promise<void> {
  const given = sql`jsonb_to_recordset(${JSON.stringify(days)}::jsonb) as d (account_id text, ad_id text, day date,
    ad_name text, adset_id text, adset_name text, campaign_id text, campaign_name text, spend numeric, currency text,
    impressions bigint, clicks bigint, leads bigint, purchases bigint)`;
  await sql`
    insert into ad_accounts (account_id, included)
    select distinct account_id, false from ${given} on conflict do nothing`.execute(trx);
  const readByMeta = sql`exists (select from traffic_stats s
    where s.account_id = d.account_id and s.day = d.day and s.synced_at <> ${NEVER_READ})`;
  const { rows } = await sql<{ covered: number }>`
    select count(*)::int as covered from ${given} where ${readByMeta}`.execute(trx);
  const covered = rows[0]?.covered ?? 0;
  const inserted = await sql`
    insert into traffic_stats (account_id, ad_id, day, ad_name, adset_id, adset_name, campaign_id, campaign_name, spend,
      currency, impressions, clicks, leads, purchases, basis, synced_at)
    select account_id, ad_id, day, ad_name, adset_id, adset_name, campaign_id, campaign_name, spend, currency,
      impressions, clicks, leads, purchases, 'no_rule', ${NEVER_READ}::timestamptz
    from ${given} where not ${readByMeta} on conflict do nothing`.execute(trx);
  const written = Number(inserted.numAffectedRows ?? 0);
  refuse(count, 'Meta itself was read for that account and day', covered);
  count.written += written;
  count.known += days.length - covered - written;
}
