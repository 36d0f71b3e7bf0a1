import { sql } from 'kysely';
import type { Db } from '../../platform/database/index.ts';

/** What we know of a deal, as far as the CRM can be asked about it. */
export type KnownDeal = {
  statusId: number | null;
  pipelineId: number | null;
  price: string | null;
  deleted: boolean;
  /** Its standing sale. */
  sale: { amount: string | null; saleDate: Date } | null;
};

/** The deals of these ids that we know, by id. */
export async function knownDeals(db: Db, leadIds: string[]): Promise<Map<string, KnownDeal>> {
  const { rows } = await sql<{
    lead_id: string;
    status_id: string | null;
    pipeline_id: string | null;
    price: string | null;
    deleted: boolean;
    sale_amount: string | null;
    sale_date: Date | null;
  }>`
    select d.lead_id, d.status_id, d.pipeline_id, d.price, d.deleted, s.sale_amount, s.sale_date
    from deals d left join all_sales_tracking s on s.lead_id = d.lead_id and s.kind = 'sale' and s.reversed_at is null
    where d.lead_id = any(${leadIds}::bigint[])`.execute(db);
  return new Map(
    rows.map((row) => [
      row.lead_id,
      {
        statusId: row.status_id === null ? null : Number(row.status_id),
        pipelineId: row.pipeline_id === null ? null : Number(row.pipeline_id),
        price: row.price,
        deleted: row.deleted,
        sale: row.sale_date === null ? null : { amount: row.sale_amount, saleDate: row.sale_date },
      },
    ]),
  );
}

/** Deals of our standing sales that were sold or changed in the time, without those of `except`. */
export async function standingSales(
  db: Db,
  { from, to }: { from: Date; to: Date },
  except: ReadonlySet<string>,
): Promise<string[]> {
  const { rows } = await sql<{ lead_id: string }>`
    select s.lead_id from all_sales_tracking s join deals d on d.lead_id = s.lead_id
    where s.kind = 'sale' and s.reversed_at is null
      and (s.sale_date between ${from} and ${to} or d.updated_at between ${from} and ${to})
    order by s.lead_id`.execute(db);
  return rows.map((row) => row.lead_id).filter((leadId) => !except.has(leadId));
}
