import type { DeliveryFilter } from '@traffic/contract';
import { type RawBuilder, sql } from 'kysely';

/** The deliveries for which every given condition holds, as a condition on `webhook_deliveries`. */
export function matching(filter: DeliveryFilter & { ids?: string[] | undefined }): RawBuilder<boolean> {
  const conditions = [sql`true`];
  if (filter.ids !== undefined) conditions.push(sql`id = any(${filter.ids}::bigint[])`);
  if (filter.state !== undefined) conditions.push(sql`state = ${filter.state}`);
  if (filter.endpoint !== undefined) conditions.push(sql`endpoint = ${filter.endpoint}`);
  // A plain part of the text: what a person types is no pattern.
  if (filter.outcome !== undefined)
    conditions.push(sql`position(lower(${filter.outcome}) in lower(outcome)) > 0`);
  if (filter.received_from !== undefined)
    conditions.push(sql`received_at >= ${filter.received_from}::timestamptz`);
  if (filter.received_to !== undefined)
    conditions.push(sql`received_at < ${filter.received_to}::timestamptz`);
  return sql<boolean>`(${sql.join(conditions, sql` and `)})`;
}
