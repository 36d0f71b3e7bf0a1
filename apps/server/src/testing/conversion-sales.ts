/** Sales to be told to Meta, written as the ledger holds them. For tests. */
import { sql } from 'kysely';
import type { Db } from '../platform/database/index.ts';

/** Sales of deals `from`..`to`, a second apart, each of a person with a phone who agreed. */
export async function putSales(
  db: Db,
  range: { from: number; to: number },
  at: Date,
  change: { amount?: string | null; consent?: boolean | null } = {},
): Promise<void> {
  const { amount = '490000.00', consent = true } = change;
  await sql`
    with numbers as (select n from generate_series(${range.from}::int, ${range.to}::int) n),
    receipt as (
      insert into attributions (team_id, confidence, basis, reason, rule_version, evidence, rejected, decided_at)
      values (null, null, 'none', 'no_rule', 1, '{}', '[]', ${at}) returning id),
    persons as (insert into people (id, name) overriding system value
      select 1000000 + n, 'П' from numbers returning id),
    keys as (insert into person_keys (kind, value, person_id)
      select 'phone', '+7701' || lpad(n::text, 7, '0'), 1000000 + n from numbers),
    forms as (insert into landing_leads (id, source, created_at, marketing_consent)
      select 'c' || n, 'proftest', ${at}, ${consent}::boolean from numbers),
    leads as (
      insert into traffic_leads (source, source_id, person_id, created_at, business_day, attribution_id, is_first)
      select 'landing', 'c' || n, 1000000 + n, ${at}, ${at}::date, (select id from receipt), true from numbers),
    sold as (insert into deals (lead_id, person_id, updated_at, created_at)
      select n, 1000000 + n, ${at}, ${at} from numbers)
    insert into all_sales_tracking (lead_id, person_id, pipeline_id, status_id, product_key, product_name, sale_amount,
      amount_flag, currency, sale_date, sale_date_provisional, sale_day, attribution_id)
    select n, 1000000 + n, 10418746, 142, 'flagman', 'Integrator Flagman', ${amount}::numeric,
      case when ${amount}::numeric is null then 'unknown' end, 'KZT', ${at}::timestamptz + n * interval '1 millisecond', false, ${at}::date,
      (select id from receipt) from numbers`.execute(db);
}
