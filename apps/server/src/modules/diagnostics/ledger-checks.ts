import type { DiagnosticCheck } from '@traffic/contract';
import { sql } from 'kysely';
import type { Db } from '../../platform/database/index.ts';
import { error, ok } from './check.ts';

type Product = { key: string; table: string };

/** A product's table that the landing side reads, row by row against the ledger it is made of. */
export async function checkProjection(
  db: Db,
  name: string,
  { key, table }: Product,
): Promise<DiagnosticCheck> {
  const { rows } = await sql<{ ledger: number; absent: number; extra: number; different: number }>`
    select count(s.lead_id)::int as ledger,
      count(*) filter (where p.deal_id is null)::int as absent,
      count(*) filter (where s.lead_id is null)::int as extra,
      count(*) filter (where p.amount is distinct from s.sale_amount and p.deal_id is not null
        and s.lead_id is not null)::int as different
    from (select lead_id, sale_amount from all_sales_tracking
      where product_key = ${key} and kind = 'sale' and reversed_at is null) s
    full join ${sql.table(table)} p on p.deal_id = s.lead_id`.execute(db);
  const found = rows[0] ?? { ledger: 0, absent: 0, extra: 0, different: 0 };
  const wrong = found.absent + found.extra + found.different;
  if (wrong === 0) return ok(name, `Таблица продукта совпадает с книгой продаж: ${found.ledger}`, found);
  return error(
    name,
    {
      message: `Таблица продукта расходится с книгой продаж, строк: ${wrong}`,
      cause: 'Таблицу меняли мимо книги продаж, или запись в неё оборвалась',
      action: 'Выполните npm run rebuild',
    },
    found,
  );
}

/** The ledger against the deals it follows from: each deal won in a counted pipeline is one standing sale. */
export async function checkLedger(db: Db, name: string, wonStatusId: number): Promise<DiagnosticCheck> {
  const { rows } = await sql<{ won: number; without_sale: number; without_deal: number }>`
    with won as (
      select d.lead_id from deals d left join product_pipelines p using (pipeline_id)
      where d.status_id = ${wonStatusId} and not d.deleted and d.pipeline_id is not null and coalesce(p.counted, true)
    ), sold as (select lead_id from all_sales_tracking where kind = 'sale' and reversed_at is null)
    select count(won.lead_id)::int as won, count(*) filter (where sold.lead_id is null)::int as without_sale,
      count(*) filter (where won.lead_id is null)::int as without_deal
    from won full join sold using (lead_id)`.execute(db);
  const found = rows[0] ?? { won: 0, without_sale: 0, without_deal: 0 };
  if (found.without_sale + found.without_deal === 0)
    return ok(name, `Каждая выигранная сделка стоит в книге один раз: ${found.won}`, found);
  return error(
    name,
    {
      message: `Выигранных сделок без продажи: ${found.without_sale}, продаж без сделки: ${found.without_deal}`,
      cause: 'Книга продаж отстала от сделок, из которых она складывается',
      action: 'Выполните npm run rebuild',
    },
    found,
  );
}
