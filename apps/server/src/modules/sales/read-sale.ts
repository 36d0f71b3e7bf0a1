import type { SaleResponse } from '@traffic/contract';
import type { Db } from '../../platform/database/index.ts';
import { notFound } from '../../platform/errors.ts';
import { readReceipt } from '../attribution/index.ts';
import { selectSaleRows, toSaleRow } from './sale-row.ts';

/**
 * One sale with its receipt and history.
 * @param visibleSlug the only team whose sales the caller may see; undefined sees all
 * @throws AppError `not_found` also for another team's sale: its existence is not told
 */
export async function readSale(
  db: Db,
  id: string,
  options: { visibleSlug: string | undefined; masked: boolean },
): Promise<Omit<SaleResponse, 'success'>> {
  const row = /^\d{1,18}$/.test(id)
    ? await selectSaleRows(db).where('s.id', '=', id).executeTakeFirst()
    : undefined;
  if (row === undefined || (options.visibleSlug !== undefined && row.team_slug !== options.visibleSlug))
    throw notFound('Такой продажи нет');
  const sale = toSaleRow(row, options.masked);
  const [receipt, history] = await Promise.all([
    readReceipt(db, row.attribution_id, { ownOnly: options.visibleSlug !== undefined }),
    db.selectFrom('sale_events').selectAll().where('sale_id', '=', id).orderBy('id').execute(),
  ]);
  return {
    sale,
    receipt,
    history: history.map((event) => ({
      at: event.at.toISOString(),
      kind: event.kind,
      details: event.details as Record<string, unknown>,
      delivery_id: event.delivery_id,
    })),
  };
}
