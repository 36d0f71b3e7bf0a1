import { sql } from 'kysely';
import type { Clock } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/database/index.ts';
import { AppError, notFound } from '../../platform/errors.ts';
import { writeAudit } from '../access/index.ts';

/** How the body of a test delivery begins (`npm run smoke -- --write`): a form field that no CRM sends, and no deal behind it. */
export const TEST_MARK = 'traffic_smoke=';

/**
 * Removes a test delivery, once it was processed. What a CRM sent is never removed, whoever asks.
 *
 * @throws AppError `not_found`; `conflict` while it waits to be processed, and for anything that is no test
 */
export function removeTestDelivery(deps: { db: Db; clock: Clock; actor: string }, id: string): Promise<void> {
  if (!/^\d{1,18}$/.test(id)) throw notFound('Такого вебхука нет');
  return inTransaction(deps.db, async (trx) => {
    const { rows } = await sql<{ state: string; test: boolean }>`
      select state, position(${Buffer.from(TEST_MARK)}::bytea in body) = 1 as test
      from webhook_deliveries where id = ${id}::bigint for update`.execute(trx);
    const [row] = rows;
    if (row === undefined) throw notFound('Такого вебхука нет');
    if (!row.test)
      throw new AppError(
        'conflict',
        'Это не проверочный вебхук: удалить можно только то, что прислала сама проверка',
      );
    if (row.state === 'pending')
      throw new AppError('conflict', 'Проверочный вебхук ещё обрабатывается, повторите через секунду');
    await trx.deleteFrom('webhook_deliveries').where('id', '=', id).execute();
    await writeAudit(trx, deps.clock, {
      ...{ actor: deps.actor, action: 'inbox.remove_test', subject: id },
      ...{ before: { state: row.state }, after: null },
    });
  });
}
