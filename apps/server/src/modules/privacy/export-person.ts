import { sql } from 'kysely';
import type { Clock } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/database/index.ts';
import { notFound } from '../../platform/errors.ts';
import { writeAudit } from '../access/index.ts';
import { type PersonRecords, recordsOf } from '../people/index.ts';
import { PII_TABLES, type PiiTable } from './pii-columns.ts';

/**
 * Everything kept of one person: each table of `PII_COLUMNS` with their rows as they are. Raw webhooks come as text.
 *
 * @throws AppError not_found
 */
export function exportPerson(
  { db, clock }: { db: Db; clock: Clock },
  actor: string,
  personId: string,
): Promise<Record<string, unknown[]>> {
  return inTransaction(db, async (trx) => {
    const records = await recordsOf(trx, personId);
    if (records === null) throw notFound('Такого человека нет');
    const tables: Record<string, unknown[]> = {};
    for (const table of PII_TABLES) tables[table] = await rowsOf(trx, table, records);
    const details = { rows: Object.fromEntries(Object.entries(tables).map(([t, rows]) => [t, rows.length])) };
    await writeAudit(trx, clock, { actor, action: 'person.export', subject: personId, details });
    return tables;
  });
}

async function rowsOf(db: Db, table: PiiTable, records: PersonRecords): Promise<unknown[]> {
  const { rows } = await sql<{ row: unknown }>`
    select ${table === 'webhook_deliveries' ? sql`to_jsonb(t) || jsonb_build_object('body', encode(t.body, 'escape'))` : sql`to_jsonb(t)`} as row
    from ${sql.table(table)} t where ${whereOf(table, records)} limit 10000`.execute(db);
  return rows.map(({ row }) => row);
}

/** How the rows of a person are found, by table. */
function whereOf(table: PiiTable, records: PersonRecords) {
  const { personId, leadIds, dealIds, learnerIds } = records;
  const deals = sql`any(${dealIds}::bigint[])`;
  const origins = sql`(select origin from person_origins where person_id = ${personId})`;
  const conditions = {
    people: sql`t.id = ${personId}`,
    person_origins: sql`t.person_id = ${personId}`,
    person_claims: sql`t.origin in ${origins}`,
    person_keys: sql`t.person_id = ${personId}`,
    touches: sql`t.person_id = ${personId}`,
    landing_leads: sql`t.id = any(${leadIds}::text[])`,
    deals: sql`t.lead_id = ${deals}`,
    deal_events: sql`t.lead_id = ${deals}`,
    all_sales_tracking: sql`t.lead_id = ${deals}`,
    express_course_sales: sql`t.deal_id = ${deals}`,
    main_product_sales: sql`t.deal_id = ${deals}`,
    tripwire_users: sql`t.id = any(${learnerIds}::text[])`,
    attributions: sql`t.evidence ->> 'origin' in ${origins}`,
    notifications: sql`coalesce(t.payload ->> 'lead_id', t.payload ->> 'landing_lead_id')
      = any(${[...dealIds, ...leadIds]}::text[])`,
    webhook_deliveries: sql`t.id in (select delivery_id from deal_events where lead_id = ${deals})`,
  };
  return conditions[table];
}
